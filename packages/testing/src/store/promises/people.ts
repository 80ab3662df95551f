import assert from 'node:assert/strict';
import type { ListedPerson } from '@sallyport/engine';
import { accountId, DAY, HOUR, later, NOW, sampleAccount, sampleSession } from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, openSessions, type Scene, tryWrite, write } from '../scene.ts';

async function listed({ store, tenant }: Scene, now = NOW): Promise<readonly ListedPerson[]> {
  return (await store.listPeople(tenant, { limit: 100, now })).items;
}

/** The last sign-in of each account that has one. */
async function signIns(scene: Scene): Promise<Readonly<Record<string, number>>> {
  const people = await listed(scene);
  return Object.fromEntries(
    people.flatMap(({ account, lastSignInAt }) => (lastSignInAt === undefined ? [] : [[account.id, lastSignInAt]])),
  );
}

/** A sign-in by a mark, at an instant. */
function signingIn(scene: Scene, owner: string, at: number, id: string = `${owner}-${at}`) {
  const now = later(at);
  const session = sampleSession(scene.tenant, id, owner, { createdAt: now, lastSeenAt: now, expiresAt: later(DAY) });
  const mark = `mark-of-${id}`;
  return { now, spend: [{ key: mark, expiresAt: later(DAY) }], opens: { session, consumes: { mark } } };
}

/** What lists of administrators show of an account, beside its record. */
export const people: Chapter = {
  title: 'people are listed with their last sign-ins and sessions',
  promises: {
    'a commit that opens a session notes when, and leaves the account’s record and version as they are': async (
      scene,
    ) => {
      const { store, tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'ben'), sampleAccount(tenant, 'cleo'));
      assert.deepEqual(await signIns(scene), {});
      await write(scene, signingIn(scene, 'cleo', HOUR));
      assert.deepEqual(await signIns(scene), { cleo: later(HOUR) });
      assert.deepEqual(await store.readAccount(tenant, accountId('cleo')), sampleAccount(tenant, 'cleo'));
    },
    'of two sign-ins the later one counts, in whatever order they are written': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      for (const at of [2 * HOUR, HOUR]) await write(scene, signingIn(scene, 'cleo', at));
      assert.deepEqual(await signIns(scene), { cleo: later(2 * HOUR) });
    },
    'of twenty sign-ins at once the latest counts': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const results = await atOnce(20, (turn) => tryWrite(scene, signingIn(scene, 'cleo', turn + 1)));
      const written = results.flatMap(({ outcome }, turn) => (outcome === 'committed' ? [later(turn + 1)] : []));
      assert.deepEqual(await signIns(scene), { cleo: Math.max(...written) });
    },
    'nothing else notes a sign-in: neither a raised session, nor a conflict, nor a new device': async (scene) => {
      const { tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'));
      await openSessions(scene, sampleSession(tenant, 's1', 'cleo'));
      const now = later(HOUR);
      const raised = sampleSession(tenant, 's1', 'cleo', { version: 2 });
      await write(scene, { now, guards: { session: { id: 's1', version: 1 } }, session: raised });
      const guards = { account: { id: accountId('cleo'), version: 7 } };
      const refused = await tryWrite(scene, { ...signingIn(scene, 'cleo', HOUR), guards });
      assert.deepEqual(refused, { outcome: 'conflict', with: 'account' });
      assert.deepEqual(await signIns(scene), { cleo: NOW });
    },
    'an account that is written beside its session keeps both; a new account begins without a sign-in': async (
      scene,
    ) => {
      const { tenant } = scene;
      const cleo = accountId('cleo');
      await write(scene, { ...signingIn(scene, 'dora', 1), account: sampleAccount(tenant, 'dora') });
      await addAccounts(scene, sampleAccount(tenant, 'cleo'));
      const account = sampleAccount(tenant, 'cleo', { version: 2, roles: ['next'] });
      const guards = { account: { id: cleo, version: 1 } };
      await write(scene, { ...signingIn(scene, 'cleo', HOUR), guards, account });
      assert.deepEqual(await signIns(scene), { cleo: later(HOUR), dora: later(1) });
      await write(scene, { guards: { account: { id: cleo, version: 2 } }, deleteAccount: { id: cleo } });
      await addAccounts(scene, sampleAccount(tenant, 'cleo'));
      assert.deepEqual(await signIns(scene), { dora: later(1) });
    },
    'they come as accounts do, page by page, each with its live sessions of its present epoch': async (scene) => {
      const { store, tenant } = scene;
      await addAccounts(scene, ...['c', 'a', 'b'].map((id) => sampleAccount(tenant, id, { epoch: 2 })));
      const of = (owner: string, id: string, epoch: number) => sampleSession(tenant, id, owner, { epoch });
      await openSessions(scene, of('a', 's1', 2), of('a', 's2', 2), of('a', 's3', 1), of('b', 's4', 2));
      const first = await store.listPeople(tenant, { limit: 2, now: NOW });
      const second = await store.listPeople(tenant, { limit: 2, now: NOW, cursor: first.next });
      const shown = [...first.items, ...second.items].map(({ account, sessions }) => [account.id, sessions]);
      assert.deepEqual(shown, [
        ['a', 2],
        ['b', 1],
        ['c', 0],
      ]);
      assert.equal(second.next, undefined);
      assert.deepEqual(
        (await listed(scene, later(2 * HOUR))).map(({ sessions }) => sessions),
        [0, 0, 0],
      );
      const found = await store.listPeople(tenant, { limit: 10, now: NOW, query: 'B@' });
      assert.deepEqual(
        found.items.map(({ account }) => account.id),
        ['b'],
      );
    },
  },
};
