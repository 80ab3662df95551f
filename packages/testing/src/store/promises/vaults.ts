import assert from 'node:assert/strict';
import type { Commit, TenantId } from '@sallyport/engine';
import { accountId, NOW, sampleAccount, samplePasskey, sampleVault } from '../sample-records.ts';
import { atOnce, type Chapter, fromOtherTenant, type Scene, tally, tryWrite, write } from '../scene.ts';

const cleo = accountId('cleo');
const dora = accountId('dora');

async function withVaults(scene: Scene): Promise<void> {
  for (const name of ['cleo', 'dora']) {
    const account = sampleAccount(scene.tenant, name, { passkeys: [samplePasskey(`key-of-${name}`)] });
    await write(scene, { account, vault: sampleVault(scene.tenant, name) });
  }
}

function rewriting(tenant: TenantId, keyId: string): Partial<Commit> {
  return {
    guards: { account: { id: cleo, version: 1 } },
    account: sampleAccount(tenant, 'cleo', { version: 2 }),
    vault: sampleVault(tenant, 'cleo', {
      version: 2,
      keyId,
      envelopes: [{ id: 'v-9', kind: 'secret', createdAt: NOW, sealed: 'AA' }],
    }),
  };
}

/** A vault is stored separately, and is deleted with its account. */
export const vaults: Chapter = {
  title: 'a vault is its account’s',
  promises: {
    'a vault comes back as it was written, and to its account alone': async (scene) => {
      const { store, tenant } = scene;
      assert.equal(await store.readVault(tenant, cleo), undefined);
      await withVaults(scene);
      assert.deepEqual(await store.readVault(tenant, cleo), sampleVault(tenant, 'cleo'));
      assert.deepEqual(await store.readVault(tenant, dora), sampleVault(tenant, 'dora'));
      assert.equal(await store.readVault(tenant, accountId('nobody')), undefined);
      assert.equal(await store.readVault(fromOtherTenant(scene).tenant, cleo), undefined);
    },
    'the next state of a vault replaces the whole of the one before': async (scene) => {
      const { store, tenant } = scene;
      await withVaults(scene);
      const change = rewriting(tenant, 'next');
      await write(scene, change);
      assert.deepEqual(await store.readVault(tenant, cleo), change.vault);
      assert.deepEqual(await store.readVault(tenant, dora), sampleVault(tenant, 'dora'));
    },
    'an account that is written without its vault keeps it': async (scene) => {
      const { store, tenant } = scene;
      await withVaults(scene);
      const { guards, account } = rewriting(tenant, 'unused');
      await write(scene, { guards, account });
      assert.deepEqual(await store.readVault(tenant, cleo), sampleVault(tenant, 'cleo'));
    },
    'a vault goes with its account, and no other does': async (scene) => {
      const { store, tenant } = scene;
      await withVaults(scene);
      await write(scene, { guards: { account: { id: cleo, version: 1 } }, deleteAccount: { id: cleo } });
      assert.equal(await store.readVault(tenant, cleo), undefined);
      assert.deepEqual(await store.readVault(tenant, dora), sampleVault(tenant, 'dora'));
      await write(scene, { account: sampleAccount(tenant, 'cleo') });
      assert.equal(await store.readVault(tenant, cleo), undefined);
    },
    'of twenty who write a vault at once, one does': async (scene) => {
      const { store, tenant } = scene;
      await withVaults(scene);
      const results = await atOnce(20, (turn) => tryWrite(scene, rewriting(tenant, `key-${turn}`)));
      assert.equal(tally(results)['committed'], 1);
      const written = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal((await store.readVault(tenant, cleo))?.keyId, `key-${written}`);
    },
    'the ways into vaults are listed in the order of the accounts, page by page, and go with their accounts': async (
      scene,
    ) => {
      const { store, tenant } = scene;
      assert.deepEqual(await store.listVaultWays(tenant, { limit: 10 }), { items: [] });
      for (const id of ['b', 'B', 'a10', 'a', 'a2']) {
        const { envelopes } = sampleVault(tenant, id);
        const vault = sampleVault(tenant, id, { envelopes: id === 'a' ? envelopes.slice(1) : envelopes });
        await write(scene, { account: sampleAccount(tenant, id), vault });
      }
      await write(scene, { account: sampleAccount(tenant, 'a1') });
      const gone = accountId('a2');
      await write(scene, { guards: { account: { id: gone, version: 1 } }, deleteAccount: { id: gone } });
      const every = ['passkey', 'secret', 'emergency'];
      const expected = [
        { accountId: 'B', kinds: every },
        { accountId: 'a', kinds: ['secret', 'emergency'] },
        { accountId: 'a10', kinds: every },
        { accountId: 'b', kinds: every },
      ];
      for (const limit of [1, 3, 4, 100]) {
        const shown: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = { limit, cursor };
          const { items, next } = await store.listVaultWays(tenant, page);
          shown.push(...items);
          cursor = next;
        } while (cursor !== undefined);
        assert.deepEqual(shown, expected);
      }
    },
    'changing a vault that was handed out, or in, changes nothing in the store': async (scene) => {
      const { store, tenant } = scene;
      const given = sampleVault(tenant, 'cleo');
      await write(scene, { account: sampleAccount(tenant, 'cleo'), vault: given });
      for (const record of [given, await store.readVault(tenant, cleo)]) {
        Reflect.set(record?.envelopes[0] ?? {}, 'sealed', 'spoilt');
        Reflect.set(record ?? {}, 'envelopes', []);
        assert.deepEqual(await store.readVault(tenant, cleo), sampleVault(tenant, 'cleo'));
      }
    },
  },
};
