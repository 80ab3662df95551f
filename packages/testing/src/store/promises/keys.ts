import assert from 'node:assert/strict';
import type { LookUpKind } from '@sallyport/engine';
import { accountId, sampleAccount, sampleExternalId, samplePasskey } from '../sample-records.ts';
import {
  addAccounts,
  atOnce,
  begin,
  type Chapter,
  fromOtherTenant,
  refuse,
  type Scene,
  tally,
  tryWrite,
  write,
} from '../scene.ts';

async function ownerOf(scene: Scene, kind: LookUpKind, value: string): Promise<string | undefined> {
  return (await begin(scene, { account: { kind, value } })).account?.id;
}

/** Identifiers, credential ids and external identities belong to one account of a tenant at a time. */
export const keys: Chapter = {
  title: 'a key belongs to one account',
  promises: {
    'of 50 new accounts at once with the same identifier, one comes to be': async (scene) => {
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, { account: sampleAccount(scene.tenant, `a${turn}`, { identifiers: [`own-${turn}`, 'same'] }) }),
      );
      assert.deepEqual(tally(results), { committed: 1, key: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal(await ownerOf(scene, 'identifier', 'same'), `a${winner}`);
      const { items } = await scene.store.listAccounts(scene.tenant, { limit: 100 });
      assert.deepEqual(
        items.map(({ id }) => id),
        [`a${winner}`],
      );
      for (let turn = 0; turn < 50; turn++) {
        assert.equal(await ownerOf(scene, 'identifier', `own-${turn}`), turn === winner ? `a${winner}` : undefined);
      }
    },
    'of 50 accounts at once that register the same passkey, one has it': async (scene) => {
      await atOnce(50, (turn) => addAccounts(scene, sampleAccount(scene.tenant, `a${turn}`)));
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { account: { id: accountId(`a${turn}`), version: 1 } },
          account: sampleAccount(scene.tenant, `a${turn}`, { version: 2, passkeys: [samplePasskey('same')] }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, key: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal(await ownerOf(scene, 'passkey', 'same'), `a${winner}`);
      const { items } = await scene.store.listAccounts(scene.tenant, { limit: 100 });
      assert.deepEqual(
        items.filter(({ passkeys }) => passkeys.length > 0).map(({ id }) => id),
        [`a${winner}`],
      );
    },
    'of 50 accounts at once that link the same identity at a provider, one has it': async (scene) => {
      await atOnce(50, (turn) => addAccounts(scene, sampleAccount(scene.tenant, `a${turn}`)));
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { account: { id: accountId(`a${turn}`), version: 1 } },
          account: sampleAccount(scene.tenant, `a${turn}`, { version: 2, externalIds: [sampleExternalId('same')] }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, key: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal(await ownerOf(scene, 'external-id', 'corp same'), `a${winner}`);
      const { items } = await scene.store.listAccounts(scene.tenant, { limit: 100 });
      assert.deepEqual(
        items.filter(({ externalIds = [] }) => externalIds.length > 0).map(({ id }) => id),
        [`a${winner}`],
      );
    },
    'an identity is of one provider, and is unlinked and linked anew': async (scene) => {
      const [first, second] = [sampleExternalId('1'), { ...sampleExternalId('1'), provider: 'other' }];
      await addAccounts(
        scene,
        sampleAccount(scene.tenant, 'cleo', { externalIds: [first] }),
        sampleAccount(scene.tenant, 'dora', { externalIds: [second] }),
      );
      assert.equal(await ownerOf(scene, 'external-id', 'corp 1'), 'cleo');
      assert.equal(await ownerOf(scene, 'external-id', 'other 1'), 'dora');
      await write(scene, {
        guards: { account: { id: accountId('cleo'), version: 1 } },
        account: sampleAccount(scene.tenant, 'cleo', { version: 2 }),
      });
      assert.equal(await ownerOf(scene, 'external-id', 'corp 1'), undefined);
      await write(scene, {
        guards: { account: { id: accountId('dora'), version: 1 } },
        account: sampleAccount(scene.tenant, 'dora', { version: 2, externalIds: [first, second] }),
      });
      assert.equal(await ownerOf(scene, 'external-id', 'corp 1'), 'dora');
      await write(scene, {
        guards: { account: { id: accountId('dora'), version: 2 } },
        deleteAccount: { id: accountId('dora') },
      });
      assert.equal(await ownerOf(scene, 'external-id', 'corp 1'), undefined);
      assert.equal(await ownerOf(scene, 'external-id', 'other 1'), undefined);
    },
    'of 50 accounts at once that the host knows by the same key, one has it': async (scene) => {
      await atOnce(50, (turn) => addAccounts(scene, sampleAccount(scene.tenant, `a${turn}`)));
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { account: { id: accountId(`a${turn}`), version: 1 } },
          account: sampleAccount(scene.tenant, `a${turn}`, { version: 2, externalId: 'same' }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, key: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal(await ownerOf(scene, 'host-key', 'same'), `a${winner}`);
    },
    'two that claim the same keys in opposite order: one has both, or neither has any': async (scene) => {
      for (let round = 0; round < 20; round++) {
        const claimed = [`x-${round}`, `y-${round}`];
        const claim = (id: string, identifiers: readonly string[]) =>
          tryWrite(scene, { account: sampleAccount(scene.tenant, id, { identifiers }) });
        const results = await Promise.all([claim(`a-${round}`, claimed), claim(`b-${round}`, claimed.toReversed())]);
        assert.notEqual(tally(results)['committed'], 2);
        const owners = await Promise.all(claimed.map((key) => ownerOf(scene, 'identifier', key)));
        assert.equal(owners[0], owners[1]);
      }
    },
    'an account keeps its own keys through its next states': async (scene) => {
      const over = { passkeys: [samplePasskey('p1')], externalId: 'user-1' };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', over));
      const guards = { account: { id: accountId('cleo'), version: 1 } };
      await write(scene, { guards, account: sampleAccount(scene.tenant, 'cleo', { ...over, version: 2 }) });
      assert.equal(await ownerOf(scene, 'host-key', 'user-1'), 'cleo');
      assert.equal(await ownerOf(scene, 'identifier', 'cleo@example.org'), 'cleo');
      assert.equal(await ownerOf(scene, 'passkey', 'p1'), 'cleo');
    },
    'a key that was given up finds nobody, and may be taken': async (scene) => {
      const over = {
        identifiers: ['old', 'kept'],
        passkeys: [samplePasskey('p1'), samplePasskey('p2')],
        externalId: 'user-1',
      };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', over), sampleAccount(scene.tenant, 'dora'));
      await write(scene, {
        guards: { account: { id: accountId('cleo'), version: 1 } },
        account: sampleAccount(scene.tenant, 'cleo', {
          version: 2,
          identifiers: ['kept', 'new'],
          passkeys: [samplePasskey('p2')],
          externalId: 'user-2',
        }),
      });
      assert.equal(await ownerOf(scene, 'identifier', 'old'), undefined);
      assert.equal(await ownerOf(scene, 'passkey', 'p1'), undefined);
      assert.equal(await ownerOf(scene, 'identifier', 'new'), 'cleo');
      assert.equal(await ownerOf(scene, 'host-key', 'user-1'), undefined);
      assert.equal(await ownerOf(scene, 'host-key', 'user-2'), 'cleo');
      const taking = { version: 2, identifiers: ['old'], passkeys: [samplePasskey('p1')], externalId: 'user-1' };
      await write(scene, {
        guards: { account: { id: accountId('dora'), version: 1 } },
        account: sampleAccount(scene.tenant, 'dora', taking),
      });
      assert.equal(await ownerOf(scene, 'identifier', 'old'), 'dora');
      assert.equal(await ownerOf(scene, 'passkey', 'p1'), 'dora');
      assert.equal(await ownerOf(scene, 'host-key', 'user-1'), 'dora');
    },
    'an account whose keys stay is written, and found by them all the same': async (scene) => {
      const over = { identifiers: ['one', 'two'], passkeys: [samplePasskey('p1')], externalId: 'user-1' };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', over));
      const next = sampleAccount(scene.tenant, 'cleo', { ...over, version: 2, roles: ['editor'] });
      const guards = { account: { id: accountId('cleo'), version: 1 } };
      await write(scene, { guards, account: next, keysStay: true });
      assert.deepEqual(await scene.store.readAccount(scene.tenant, accountId('cleo')), next);
      for (const identifier of over.identifiers) assert.equal(await ownerOf(scene, 'identifier', identifier), 'cleo');
      assert.equal(await ownerOf(scene, 'passkey', 'p1'), 'cleo');
      assert.equal(await ownerOf(scene, 'host-key', 'user-1'), 'cleo');
      await refuse(scene, { guards, account: next, keysStay: true }, 'account');
    },
    'an account whose keys stayed gives them up like any other': async (scene) => {
      const guarded = (version: number) => ({ guards: { account: { id: accountId('cleo'), version } } });
      const account = (version: number, identifier: string) =>
        sampleAccount(scene.tenant, 'cleo', { version, identifiers: [identifier] });
      await addAccounts(scene, account(1, 'old'));
      await write(scene, { ...guarded(1), account: account(2, 'old'), keysStay: true });
      await write(scene, { ...guarded(2), account: account(3, 'new') });
      assert.equal(await ownerOf(scene, 'identifier', 'old'), undefined);
      assert.equal(await ownerOf(scene, 'identifier', 'new'), 'cleo');
      await write(scene, { ...guarded(3), deleteAccount: { id: accountId('cleo') } });
      assert.equal(await ownerOf(scene, 'identifier', 'new'), undefined);
    },
    'an identifier, a passkey and a key of the host’s of the same name are three keys': async (scene) => {
      await addAccounts(
        scene,
        sampleAccount(scene.tenant, 'cleo', { identifiers: ['same'] }),
        sampleAccount(scene.tenant, 'dora', { passkeys: [samplePasskey('same')] }),
        sampleAccount(scene.tenant, 'eve', { externalId: 'same' }),
      );
      assert.equal(await ownerOf(scene, 'host-key', 'same'), 'eve');
      assert.equal(await ownerOf(scene, 'identifier', 'same'), 'cleo');
      assert.equal(await ownerOf(scene, 'passkey', 'same'), 'dora');
    },
    'keys of almost 2,000 bytes are two keys if they differ in the last character': async (scene) => {
      const long = 'é'.repeat(990);
      for (const end of ['a', 'b'])
        await addAccounts(
          scene,
          sampleAccount(scene.tenant, end, { identifiers: [`${long}${end}`], externalId: `${long}${end}` }),
        );
      for (const kind of ['identifier', 'host-key'] as const)
        for (const end of ['a', 'b']) assert.equal(await ownerOf(scene, kind, `${long}${end}`), end);
      assert.equal(await ownerOf(scene, 'identifier', long), undefined);
    },
    'another tenant may have the same keys': async (scene) => {
      const other = fromOtherTenant(scene);
      const over = { identifiers: ['same'], passkeys: [samplePasskey('same')], externalId: 'same' };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', over));
      await addAccounts(other, sampleAccount(other.tenant, 'dora', over));
      assert.equal(await ownerOf(scene, 'passkey', 'same'), 'cleo');
      assert.equal(await ownerOf(other, 'passkey', 'same'), 'dora');
      assert.equal(await ownerOf(scene, 'host-key', 'same'), 'cleo');
      assert.equal(await ownerOf(other, 'host-key', 'same'), 'dora');
    },
    'of 50 new accounts at once with the same id, one comes to be': async (scene) => {
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, { account: sampleAccount(scene.tenant, 'cleo', { identifiers: [`own-${turn}`] }) }),
      );
      assert.deepEqual(tally(results), { committed: 1, key: 49 });
      const owners = await atOnce(50, (turn) => ownerOf(scene, 'identifier', `own-${turn}`));
      assert.equal(owners.filter((owner) => owner === 'cleo').length, 1);
    },
    'an account that is deleted frees its keys': async (scene) => {
      const over = { passkeys: [samplePasskey('p1')], externalId: 'user-1' };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', over));
      await write(scene, {
        guards: { account: { id: accountId('cleo'), version: 1 } },
        deleteAccount: { id: accountId('cleo') },
      });
      assert.equal(await ownerOf(scene, 'identifier', 'cleo@example.org'), undefined);
      assert.equal(await ownerOf(scene, 'passkey', 'p1'), undefined);
      assert.equal(await ownerOf(scene, 'host-key', 'user-1'), undefined);
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', over));
      const guards = { account: { id: accountId('cleo'), version: 2 } };
      await refuse(scene, { guards, deleteAccount: { id: accountId('cleo') } }, 'account');
    },
  },
};
