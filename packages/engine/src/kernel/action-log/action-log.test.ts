import { rootOf, withLeaf } from '@sallyport/core/log';
import type { AccountId, EventRecord, KeptLogHead, Store } from '@sallyport/engine';
import { hostCode, StoreUnavailable } from '@sallyport/engine';
import { faultyStore } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { type Embedded, embedded, newAccount, TENANT } from '../../embedded.test-support.ts';
import { newStore } from '../../new-store.test-support.ts';
import { findingsOn, linesOf, verdictOn } from './log-crypto.test-support.ts';
import { LOG_HASHING } from './log-crypto.ts';

const DAY = 86_400_000;
const [OLD, NEW] = ['the old secret, which is long enough', 'the new secret, which is long enough'];

/** An app whose log was sealed after each of some acts. */
async function sealed(options: Parameters<typeof embedded>[0] = {}): Promise<Embedded & { readonly ada: AccountId }> {
  const world = await embedded(options);
  const ada = await newAccount(world, 'ada@example.org');
  await world.auth.runBackgroundWork();
  for (const name of ['ben', 'cleo']) {
    await newAccount(world, `${name}@example.org`);
    await world.auth.people.block({ identifier: `${name}@example.org` }, { reason: 'left', by: hostCode('hr') });
    await world.auth.runBackgroundWork();
  }
  return Object.assign(world, { ada });
}

/** The same app on a store in which somebody rewrote the events. */
function rewritten(store: Store, rewrites: (events: readonly EventRecord[]) => readonly EventRecord[]): Store {
  return {
    ...store,
    listEvents: async (tenant, page) => {
      if (page.cursor !== undefined) return { items: [], next: page.cursor };
      const { items, next } = await store.listEvents(tenant, page);
      return { items: rewrites(items), next };
    },
  };
}

describe('the sealed log', () => {
  it('N14 has the tree of RFC 9162', () => {
    // The leaves and roots of the test vectors of Certificate Transparency.
    const leaves = ['', '\0', '\x10', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'];
    const roots = [
      ...['6e340b9cffb37a98', 'fac54203e7cc696c', 'aeb6bcfe274b70a1', 'd37ee418976dd957'],
      ...['4e3bbb1f7b478dcf', '76e67dadbcdf1e10', 'ddb89be403809e32', '5dc9da79a70659a9'],
    ];
    let peaks: readonly string[] = [];
    for (const [size, leaf] of leaves.entries()) {
      peaks = withLeaf(LOG_HASHING, peaks, size, LOG_HASHING.text(0, leaf));
      const root = Buffer.from(rootOf(LOG_HASHING, peaks), 'base64url').toString('hex');
      expect(root.slice(0, 16)).toBe(roots[size]);
    }
    const empty = Buffer.from(rootOf(LOG_HASHING, []), 'base64url').toString('hex');
    expect(empty).toMatch(/^e3b0c44298fc1c14/);
  });

  it('N14 is sealed in the background, and each new head is handed to the host', async () => {
    const heads: KeptLogHead[] = [];
    const world = await sealed({ onLogHead: (head) => void heads.push(head) });
    const { auth, store } = world;
    const { items } = await store.listEvents(TENANT, { limit: 100 });
    expect(heads.map(({ size }) => size)).toEqual([2, 4, items.length]);
    const { tenant, ...last } = heads.at(-1) ?? { tenant: undefined };
    expect([tenant, await auth.events.head()]).toEqual([TENANT, last]);
    expect(await auth.audit.head(TENANT)).toEqual(last);
    const { keys } = await auth.events.keys();
    expect(keys.map(({ kid }) => kid)).toEqual([heads[0]?.keyId]);
    world.now += DAY;
    await auth.runBackgroundWork();
    expect(await auth.events.head()).toEqual(last);
    expect(heads).toHaveLength(3);
    const lines = await linesOf(auth);
    for (const head of heads) expect(await verdictOn(lines, head)).toMatchObject({ findings: [], proved: [head.size] });
  });

  it('N14 a host that does not take a head gets a later one, which proves the same events', async () => {
    const heads: KeptLogHead[] = [];
    let isDown = true;
    const world = await sealed({
      onLogHead: (head) => {
        if (isDown) throw new Error('the archive is down');
        heads.push(head);
      },
    });
    expect(JSON.stringify(world.logged)).toContain('onLogHead failed');
    isDown = false;
    await world.auth.runBackgroundWork();
    expect(heads).toEqual([{ tenant: TENANT, ...(await world.auth.events.head()) }]);
    await world.auth.runBackgroundWork();
    expect(heads).toHaveLength(1);
  });

  it('N14 of 20 processes that seal at once, one seals each batch', async () => {
    const store = newStore();
    const world = await embedded({ store });
    const others = await Promise.all(Array.from({ length: 19 }, () => embedded({ store })));
    const all = [world, ...others];
    for (let turn = 0; turn < 3; turn++) {
      await newAccount(world, `person-${turn}@example.org`);
      await Promise.all(all.map(({ auth }) => auth.runBackgroundWork()));
    }
    await world.auth.runBackgroundWork();
    const { items: batches } = await store.listLogBatches(TENANT, { limit: 100 });
    const ids = batches.flatMap(({ entries }) => entries.map(({ id }) => id));
    const { items } = await store.listEvents(TENANT, { limit: 100 });
    expect(ids).toEqual(items.map(({ id }) => id).toReversed());
    expect(new Set(all.map(({ logged }) => JSON.stringify(logged).includes('sealed')))).toEqual(new Set([false]));
    expect(await verdictOn(await linesOf(world.auth), await world.auth.events.head())).toMatchObject({ findings: [] });
  });

  it.each(['fails', 'drops-reply'] as const)(
    'N14 a store that %s while a batch is written leaves nothing half',
    async (kind) => {
      const inner = newStore();
      let at = 0;
      const store: Store = {
        ...inner,
        appendLogBatch: async (batch) => {
          at += 1;
          const isHit = at === 3;
          if (isHit && kind === 'fails') throw new StoreUnavailable();
          const appended = await inner.appendLogBatch(batch);
          if (isHit) throw new StoreUnavailable();
          return appended;
        },
      };
      const world = await sealed({ store });
      expect(JSON.stringify(world.logged)).toContain('could not be sealed');
      const { items } = await store.listEvents(TENANT, { limit: 100 });
      const head = await world.auth.events.head();
      expect(head.size).toBe(items.length);
      expect(await findingsOn(await linesOf(world.auth), head)).toEqual([]);
    },
  );

  it('N14 X21 a deletion changes no hash and no id, and leaves a pseudonym that finds the events', async () => {
    const { auth, ada, store, logged } = await sealed();
    const before = await linesOf(auth);
    const head = await auth.events.head();
    expect(before.join('')).not.toContain(ada);
    const shown = (await auth.audit.events(TENANT, { account: ada })).events;
    await auth.people.delete({ accountId: ada }, { by: hostCode('hr') });
    const after = await linesOf(auth);
    expect(after.slice(1, before.length)).toEqual(before.slice(1));
    expect(await findingsOn(after, head)).toEqual([]);
    const { events, names } = await auth.audit.events(TENANT, { type: 'account.deleted' });
    const pseudonym = events[0]?.accountId ?? '';
    expect(pseudonym).not.toBe(ada);
    expect(after.join('')).toContain(pseudonym);
    expect(names).toEqual({});
    const ofPseudonym = await auth.audit.events(TENANT, { account: pseudonym });
    expect(ofPseudonym.events.map(({ id }) => id)).toEqual([events[0]?.id, ...shown.map(({ id }) => id)]);
    expect(JSON.stringify(ofPseudonym)).not.toContain(ada);
    expect((await auth.audit.hours(TENANT, { account: pseudonym })).reduce((sum, { count }) => sum + count, 0)).toBe(
      ofPseudonym.events.length,
    );
    const other = `${pseudonym.startsWith('A') ? 'B' : 'A'}${pseudonym.slice(1)}`;
    expect((await auth.audit.events(TENANT, { account: other })).events).toEqual([]);
    expect(JSON.stringify([await store.listLogBatches(TENANT, { limit: 100 }), logged])).not.toContain(ada);
  });

  it('N14 the retention removes events, and their entries stay in the tree', async () => {
    const world = await sealed({ eventRetention: { 'account.created': '7d', others: 'forever' } });
    const head = await world.auth.events.head();
    world.now += 8 * DAY;
    await world.auth.runBackgroundWork();
    const { items } = await world.store.listEvents(TENANT, { limit: 100, types: ['account.created'] });
    expect(items).toEqual([]);
    expect(await verdictOn(await linesOf(world.auth), head)).toMatchObject({ findings: [], gone: 3, size: head.size });
  });

  it('N14 finds what somebody changed in the store', async () => {
    const { store, auth } = await sealed();
    const head = await auth.events.head();
    const tried = async (rewrites: (events: readonly EventRecord[]) => readonly EventRecord[]) => {
      const other = await embedded({ store: rewritten(store, rewrites) });
      return findingsOn(await linesOf(other.auth), head);
    };
    const [first, second] = (await store.listEvents(TENANT, { limit: 9, order: 'oldest-first' })).items.slice(2, 4);
    if (first === undefined || second === undefined) throw new Error('there are too few events');
    expect(await tried((events) => events)).toEqual([]);
    expect(await tried((events) => events.toSpliced(2, 1))).toEqual([['removed', 2]]);
    expect(await tried((events) => events.with(2, { ...first, type: 'account.created', ip: '::1' }))).toEqual([
      ['changed', 2],
    ]);
    expect(await tried((events) => events.toSpliced(2, 0, { ...first, id: 'another' }))).toEqual([
      ['added', undefined],
    ]);
    expect(await tried((events) => events.with(2, second).with(3, first))).toEqual([
      ['moved', 3],
      ['moved', 2],
    ]);
  });

  it('X19 N14 its keys are sealed with the secret in use, and come through a rotation with the same head', async () => {
    const { store } = await sealed({ secrets: [OLD] });
    const world = await embedded({ store, secrets: [NEW, OLD] });
    const before = await world.auth.events.head();
    const usesOf = async () => (await world.auth.secrets.survey()).keys.map(({ sealed: { actionLogs } }) => actionLogs);
    expect(await usesOf()).toEqual([0, 1]);
    const reports: unknown[] = [];
    for await (const report of world.auth.secrets.reseal({ by: hostCode('hr') })) reports.push(report);
    expect(reports).toEqual([{ tenant: TENANT, outcome: 'resealed' }]);
    expect([await usesOf(), await world.auth.events.head()]).toEqual([[1, 0], before]);
    const after = await embedded({ store, secrets: [NEW] });
    await newAccount(after, 'dora@example.org');
    expect(await findingsOn(await linesOf(after.auth), before)).toEqual([]);
    // A process without the secret seals nothing, and says so.
    const lost = await embedded({ store, secrets: ['another secret, which is long enough'] });
    const head = await lost.auth.events.head();
    await newAccount(lost, 'emil@example.org');
    await lost.auth.runBackgroundWork();
    expect(await lost.auth.events.head()).toEqual(head);
    expect(JSON.stringify(lost.logged)).toContain('unknown-key');
    const unread: unknown[] = [];
    for await (const report of lost.auth.secrets.reseal({ by: hostCode('hr') })) unread.push(report);
    expect(unread).toEqual([{ tenant: TENANT, outcome: 'unreadable' }]);
  });

  it('N14 a sign-in asks nothing of the sealed log', async () => {
    const store = faultyStore(newStore(), undefined, { unarmed: true });
    const world = await sealed({ store });
    store.arm();
    await world.auth.signIn.begin(
      { tenant: TENANT, mode: 'token' },
      { identifier: 'ada@example.org', password: 'wrong' },
    );
    expect(store.called.filter((verb) => verb.includes('Log') || verb === 'listEvents')).toEqual([]);
    expect(store.called.length).toBeGreaterThan(0);
  });
});
