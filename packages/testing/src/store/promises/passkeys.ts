import assert from 'node:assert/strict';
import { accountId, later, MINUTE, sampleAccount, samplePasskey } from '../sample-records.ts';
import { addAccounts, type Chapter, fromOtherTenant, type Scene, write } from '../scene.ts';

/** An account that has the passkeys. */
function having(scene: Scene, name: string, ids: readonly string[], version: number = 1) {
  return sampleAccount(scene.tenant, name, { version, passkeys: ids.map(samplePasskey) });
}

/** Moves Cleo's account to the given passkeys. `version` is the version before. */
function changeTo(scene: Scene, ids: readonly string[], version: number): Promise<void> {
  const guards = { account: { id: accountId('cleo'), version } };
  return write(scene, { guards, account: having(scene, 'cleo', ids, version + 1) });
}

function remove(scene: Scene, version: number): Promise<void> {
  const guards = { account: { id: accountId('cleo'), version } };
  return write(scene, { guards, deleteAccount: { id: accountId('cleo') } });
}

/** The question across tenants, on which a passkey manager deletes a passkey. */
export const passkeys: Chapter = {
  title: 'a passkey is known whichever tenant has it',
  promises: {
    'a passkey of any tenant is known, and a passkey of nobody is not': async (scene) => {
      const { store } = scene;
      assert.equal(await store.hasPasskey('p1'), false);
      await addAccounts(scene, having(scene, 'cleo', ['p1', 'p2']));
      await addAccounts(fromOtherTenant(scene), having(fromOtherTenant(scene), 'dora', ['p3']));
      for (const id of ['p1', 'p2', 'p3']) assert.equal(await store.hasPasskey(id), true, id);
      assert.equal(await store.hasPasskey('p4'), false);
    },
    'a passkey is known from its registration until its removal': async (scene) => {
      const { store } = scene;
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      assert.equal(await store.hasPasskey('p1'), false);
      await changeTo(scene, ['p1', 'p2'], 1);
      assert.equal(await store.hasPasskey('p1'), true);
      await changeTo(scene, ['p2'], 2);
      assert.equal(await store.hasPasskey('p1'), false);
      assert.equal(await store.hasPasskey('p2'), true);
      const kept = having(scene, 'cleo', ['p2'], 4);
      await write(scene, { guards: { account: { id: kept.id, version: 3 } }, account: kept, keysStay: true });
      await store.sweep(later(MINUTE));
      assert.equal(await store.hasPasskey('p1'), false);
      assert.equal(await store.hasPasskey('p2'), true);
      await remove(scene, 4);
      assert.equal(await store.hasPasskey('p2'), false);
      await addAccounts(scene, having(scene, 'eve', ['p2']));
      assert.equal(await store.hasPasskey('p2'), true);
    },
    'a passkey is known while a first sign-in keeps it, in that account alone': async (scene) => {
      const { store } = scene;
      const open = { ...having(scene, 'cleo', []), openPasskeys: ['p1', 'p2'] };
      await addAccounts(scene, open);
      assert.equal(await store.hasPasskey('p1'), true);
      await assert.rejects(addAccounts(scene, having(scene, 'eve', ['p1'])));
      await changeTo(scene, ['p1'], 1);
      assert.deepEqual([await store.hasPasskey('p1'), await store.hasPasskey('p2')], [true, false]);
      await addAccounts(scene, having(scene, 'eve', ['p2']));
      await remove(scene, 2);
      assert.equal(await store.hasPasskey('p1'), false);
    },
    'a passkey that several tenants have is known until the last of them gives it up': async (scene) => {
      const { store } = scene;
      const other = fromOtherTenant(scene);
      await addAccounts(scene, having(scene, 'cleo', ['same']));
      await addAccounts(other, having(other, 'cleo', ['same']));
      await changeTo(scene, [], 1);
      assert.equal(await store.hasPasskey('same'), true);
      await remove(other, 1);
      assert.equal(await store.hasPasskey('same'), false);
    },
    'no other key is taken for a passkey, and no other id': async (scene) => {
      const { store, tenant } = scene;
      const over = { identifiers: ['one'], externalId: 'two', passkeys: [samplePasskey('p_1')] };
      await addAccounts(scene, sampleAccount(tenant, 'cleo', over));
      assert.equal(await store.hasPasskey('p_1'), true);
      const others = ['one', 'two', 'cleo', 'P_1', 'p_', 'p_11', 'p__', 'p-1', 'p%', '%', '_', '.*', '', ' p_1'];
      for (const id of others) assert.equal(await store.hasPasskey(id), false, JSON.stringify(id));
    },
    'ids of almost 2,000 bytes are two passkeys if they differ in the last character': async (scene) => {
      const long = 'x'.repeat(1_980);
      await addAccounts(scene, having(scene, 'cleo', [`${long}a`]));
      assert.equal(await scene.store.hasPasskey(`${long}a`), true);
      assert.equal(await scene.store.hasPasskey(`${long}b`), false);
      assert.equal(await scene.store.hasPasskey(long), false);
    },
  },
};
