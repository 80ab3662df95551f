import assert from 'node:assert/strict';
import type { Listed, ListedPerson, PeopleAsked, PeopleOrder } from '@sallyport/engine';
import { accountId, DAY, HOUR, later, NOW, sampleAccount, sampleSession } from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, openSessions, type Scene, tryWrite, write } from '../scene.ts';

async function listed({ store, tenant }: Scene, now = NOW): Promise<readonly ListedPerson[]> {
  return (await store.listPeople(tenant, { limit: 100, now })).items;
}

async function signIns(scene: Scene): Promise<Readonly<Record<string, number>>> {
  const people = await listed(scene);
  return Object.fromEntries(
    people.flatMap(({ account, lastSignInAt }) => (lastSignInAt === undefined ? [] : [[account.id, lastSignInAt]])),
  );
}

async function idsOf(page: (cursor?: string) => Promise<Listed<ListedPerson>>): Promise<string> {
  let [shown, cursor]: [string, string | undefined] = ['', undefined];
  do {
    const { items, next } = await page(cursor);
    shown += items.map(({ account }) => account.id).join('');
    cursor = next;
  } while (cursor !== undefined && shown.length < 20);
  return shown;
}

function signingIn(scene: Scene, owner: string, at: number, id: string = `${owner}-${at}`) {
  const now = later(at);
  const session = sampleSession(scene.tenant, id, owner, { createdAt: now, lastSeenAt: now, expiresAt: later(DAY) });
  const singleUse = `single-use-of-${id}`;
  return { now, uses: [{ key: singleUse, expiresAt: later(DAY) }], newSession: { session, consumes: { singleUse } } };
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
    'they come by identifier, the newest first, or by their last sign-in, page by page': async (scene) => {
      const { store, tenant } = scene;
      const made = { b: 3, a: 1, d: 2, c: 2, e: 1 };
      for (const [id, days] of Object.entries(made)) {
        const identifiers = [`${id === 'a' ? 'Z' : 'y'}-${id}`];
        await write(scene, { account: sampleAccount(tenant, id, { createdAt: later(days * DAY), identifiers }) });
      }
      for (const [owner, at] of Object.entries({ d: 5, b: 9, e: 5 })) await write(scene, signingIn(scene, owner, at));
      const orders = {
        id: 'abcde',
        identifier: 'bcdea',
        newest: 'bcdae',
        'last-sign-in': 'bdeac',
      } as const;
      for (const [order, expected] of Object.entries(orders) as [keyof typeof orders, string][]) {
        for (const limit of [1, 2, 5, 100]) {
          const asked = (cursor?: string) => store.listPeople(tenant, { order, limit, cursor, now: NOW });
          assert.equal(await idsOf(asked), expected, order);
        }
        for (const cursor of [
          '',
          'x',
          'WzFd',
          "' or 1=1 --",
          Buffer.from('["newest",null,"\\ud800"]').toString('base64url'),
        ])
          assert.ok((await store.listPeople(tenant, { order, limit: 10, cursor, now: NOW })).items.length <= 5);
      }
    },
    'by identifier, an account without an identifier comes first, whatever its address': async (scene) => {
      const { store, tenant } = scene;
      const email = { address: 'n@example.org', verifiedAt: NOW };
      for (const [id, identifiers] of Object.entries({ a: ['O'], b: ['m', 'a'], c: [], d: ['l'], e: [] }))
        await addAccounts(scene, sampleAccount(tenant, id, { identifiers, ...(id === 'c' && { email }) }));
      for (const limit of [1, 2, 10]) {
        const asked = (cursor?: string) => store.listPeople(tenant, { order: 'identifier', limit, cursor, now: NOW });
        assert.equal(await idsOf(asked), 'cedba');
      }
    },
    'a cursor of one order is no place in another order': async (scene) => {
      const { store, tenant } = scene;
      for (const [id, days] of Object.entries({ C: 1, '1': 2, _: 3, a: 4 }))
        await addAccounts(scene, sampleAccount(tenant, id, { createdAt: later(days * DAY) }));
      const orders = ['id', 'identifier', 'newest', 'last-sign-in'] as const;
      const page = (order: PeopleOrder, limit: number, cursor?: string) =>
        store.listPeople(tenant, { order, limit, cursor, now: NOW });
      for (const order of orders) {
        const { next } = await page(order, 1);
        assert.ok(next);
        for (const other of orders) {
          if (other === order) continue;
          const { items } = await page(other, 10, next);
          assert.ok([0, 4].includes(items.length), `${items.length} of 4 accounts in the order ${other}`);
        }
      }
    },
    'they are found by profile, by id and by their last sign-in, and by all of that at once': async (scene) => {
      const { store, tenant } = scene;
      for (const id of ['a', 'b', 'c', 'd'])
        await write(scene, { account: sampleAccount(tenant, id), profile: { text: id < 'c' ? 'p' : 'q', policy: 1 } });
      await addAccounts(scene, sampleAccount(tenant, 'e'));
      for (const [owner, at] of [
        ['a', 1],
        ['c', 5],
        ['d', 9],
      ] as const)
        await write(scene, signingIn(scene, owner, at));
      const found = async (asked: Partial<PeopleAsked>): Promise<string> => {
        const orders = ['id', 'identifier', 'newest', 'last-sign-in'] as const;
        const all = await Promise.all(
          orders.map(async (order) => {
            const page = (cursor?: string) => store.listPeople(tenant, { limit: 2, now: NOW, order, cursor, ...asked });
            return [...(await idsOf(page))].sort().join('');
          }),
        );
        assert.deepEqual(new Set(all).size, 1, all.join(' '));
        return all[0] ?? '';
      };
      assert.equal(await found({ profiles: ['p'] }), 'ab');
      assert.equal(await found({ profiles: ['p', 'q', 'r'] }), 'abcd');
      assert.equal(await found({ profiles: [] }), '');
      assert.equal(await found({ ids: [accountId('e'), accountId('b'), accountId('z')] }), 'be');
      assert.equal(await found({ signedIn: 'never' }), 'be');
      assert.equal(await found({ signedIn: { before: later(5) } }), 'a');
      assert.equal(await found({ signedIn: { before: later(6) }, profiles: ['q'] }), 'c');
      assert.equal(await found({ query: 'D@', profiles: ['q'], ids: [accountId('c'), accountId('d')] }), 'd');
      const counts = { before: later(6), except: ['p'] };
      assert.deepEqual(await store.countAccountsBySignIn(tenant, counts), { before: 1, never: 1 });
      // An account without a profile has no empty text.
      for (const except of [[], ['']])
        assert.deepEqual(await store.countAccountsBySignIn(tenant, { ...counts, except }), { before: 2, never: 2 });
    },
    'a profile is written with its account, and holds for this version, this policy and until its end': async (
      scene,
    ) => {
      const { store, tenant } = scene;
      const cleo = accountId('cleo');
      const unjudged = async (policy = 1, now = NOW): Promise<readonly string[]> => {
        const asked = { policy, now };
        const listed = await store.listUnjudged(tenant, { ...asked, limit: 10, thorough: false });
        const counted = (await store.countProfiles(tenant, asked)).reduce((sum, one) => sum + one.unjudged, 0);
        assert.equal(listed.length, counted);
        return listed.map(({ id }) => id).sort();
      };
      await write(scene, {
        account: sampleAccount(tenant, 'cleo'),
        profile: { text: 'p', policy: 1, until: later(HOUR) },
      });
      await write(scene, { account: sampleAccount(tenant, 'dora'), profile: { text: 'p', policy: 1 } });
      await addAccounts(scene, sampleAccount(tenant, 'eva'));
      assert.deepEqual(await unjudged(), ['eva']);
      assert.deepEqual(await unjudged(1, later(HOUR)), ['cleo', 'eva']);
      assert.deepEqual(await unjudged(2), ['cleo', 'dora', 'eva']);
      assert.equal((await store.listUnjudged(tenant, { policy: 2, now: NOW, limit: 2, thorough: true })).length, 2);
      const counts = (await store.countProfiles(tenant, { policy: 1, now: NOW })).toSorted((a, b) => b.count - a.count);
      assert.deepEqual(counts, [
        { text: 'p', count: 2, unjudged: 0 },
        { count: 1, unjudged: 1 },
      ]);
      const guards = { account: { id: cleo, version: 1 } };
      await write(scene, { guards, account: sampleAccount(tenant, 'cleo', { version: 2 }) });
      assert.deepEqual(await unjudged(), ['cleo', 'eva']);
      const judged = (id: string, version: number) => ({
        id: accountId(id),
        version,
        profile: { text: 'q', policy: 1 },
      });
      await store.writeProfiles(tenant, [judged('cleo', 1), judged('eva', 1), judged('nobody', 1)]);
      assert.deepEqual(await unjudged(), ['cleo']);
      await store.writeProfiles(tenant, [judged('cleo', 2)]);
      assert.deepEqual(await unjudged(), []);
      assert.deepEqual(await store.readAccount(tenant, cleo), sampleAccount(tenant, 'cleo', { version: 2 }));
      await write(scene, { guards: { account: { id: cleo, version: 2 } }, deleteAccount: { id: cleo } });
      assert.deepEqual(
        (await store.countProfiles(tenant, { policy: 1, now: NOW })).map(({ text, count }) => [text, count]).sort(),
        [
          ['p', 1],
          ['q', 1],
        ],
      );
      assert.deepEqual(await store.countProfiles(scene.otherTenant, { policy: 1, now: NOW }), []);
    },
    'a day is kept as it was last told': async (scene) => {
      const { store, tenant } = scene;
      const day = (place: number) => later(place * DAY);
      assert.deepEqual(await store.listDays(tenant, NOW), []);
      for (const [place, meets] of [
        [0, 5],
        [2, 7],
        [1, 6],
        [2, 8],
      ] as const)
        await store.keepDay(tenant, { day: day(place), meets });
      assert.deepEqual(await store.listDays(tenant, day(1)), [
        { day: day(1), meets: 6 },
        { day: day(2), meets: 8 },
      ]);
      assert.deepEqual(await store.listDays(scene.otherTenant, NOW), []);
    },
    'a day goes with the record of a day more than 400 days later, in its tenant alone': async (scene) => {
      const { store, tenant, otherTenant } = scene;
      const days = async (of: typeof tenant): Promise<readonly number[]> =>
        (await store.listDays(of, later(-DAY))).map(({ day }) => (day - NOW) / DAY);
      for (const place of [0, 1, 400]) await store.keepDay(tenant, { day: later(place * DAY), meets: 1 });
      await store.keepDay(otherTenant, { day: NOW, meets: 1 });
      assert.deepEqual(await days(tenant), [0, 1, 400]);
      await store.keepDay(tenant, { day: later(401 * DAY), meets: 1 });
      assert.deepEqual(await days(tenant), [1, 400, 401]);
      assert.deepEqual(await days(otherTenant), [0]);
    },
  },
};
