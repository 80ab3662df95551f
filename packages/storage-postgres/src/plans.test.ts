import assert from 'node:assert/strict';
import { instant } from '@sallyport/core';
import type { SessionCheck, Store } from '@sallyport/engine';
import { sampleMembership, sampleOrganisation, sampleSamlRequest } from '@sallyport/testing/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import {
  ACME,
  account,
  accountId,
  change,
  device,
  event,
  flow,
  GUESS,
  HOUR,
  NOW,
  RECIPIENTS,
  session,
} from './testing/records.test-support.ts';

const MANY = 3_000;
const NAMES = Array.from({ length: 12 }, (_, turn) => `p${turn}`);

onPostgres(
  'a plan that was made while the tables were as good as empty reads a handful of rows when they are full',
  (server) => {
    let pool: Pool;
    let store: Store;

    beforeAll(async () => {
      // One connection, so that all plans belong to one session. No autovacuum, which would collect statistics and cause new plans.
      pool = poolOn(await server().createDatabase(), { max: 1 });
      store = postgresStore(pool);
      await store.open();
      const { rows } = await pool.query(`select relname from pg_stat_user_tables where schemaname = 'sallyport'`);
      for (const { relname } of rows)
        await pool.query(`alter table sallyport.${relname} set (autovacuum_enabled = false)`);
      // Postgres may keep the plan of a named statement from its sixth execution on.
      for (const name of NAMES) await signInAndOut(store, name);
      for (let turn = 0; turn < 20; turn++) await addDevice(store, turn);
      await fill(pool);
    });
    afterAll(() => pool.end());

    it('of a whole sign-in, with its look-ups, its guards and its writes', async () => {
      expect(await readWhole(pool, () => signInAndOut(store, 'late'))).toEqual([]);
    });

    it('of a sign-in from more devices than an account may know', async () => {
      expect(await readWhole(pool, () => addDevice(store, 20))).toEqual([]);
    });

    it('X33 of a page at the end of the stream of events, and of the events of an author', async () => {
      const stream = (cursor?: string) => store.listEvents(ACME, { limit: 20, cursor, order: 'oldest-first' });
      let cursor: string | undefined;
      for (let page = await stream(); page.next !== cursor; page = await stream(cursor)) cursor = page.next;
      await store.commit(change({ events: [event('newest', { actor: 'ada' })] }));
      // An event comes into the stream once every older transaction of the server has ended, those of other test files included. Postgres keeps the
      // former entries of an index for those transactions, and removes them at the next read.
      while ((await stream(cursor)).items.length === 0);
      const read = async () => {
        assert.equal((await stream(cursor)).items.length, 1);
        assert.equal((await store.listEvents(ACME, { limit: 20, actor: 'ada' })).items.length, 1);
      };
      await read();
      expect(await readWhole(pool, read)).toEqual([]);
    });

    it('and would be seen if it did not', async () => {
      const scan = `select count(*) from sallyport.sallyport_flow where doc::text <> ''`;
      expect(await readWhole(pool, () => pool.query(scan))).toEqual(['sallyport_flow']);
    });
  },
);

/** Runs every kind of request of a person, with the statements of the store. */
async function signInAndOut(store: Store, name: string): Promise<void> {
  const id = accountId(name);
  const version = (of: number) => ({ account: { id, version: of } });
  await store.commit(change({ account: account(name), events: [event(`${name}-made`, { accountId: id })] }));
  const step = { tenant: ACME, now: NOW, knownPolicy: 0, deviceHashes: [`device-of-${name}`, 'device-of-another'] };
  const opening = { ...step, account: { kind: 'identifier', value: `${name}@example.org` }, attempt: GUESS } as const;
  const { attempt } = await store.beginStep(opening);
  assert.equal(attempt.outcome, 'counted');
  const opened = flow(`f-${name}`, { accountId: id });
  await committed(store, { guards: version(1), flow: opened, giveBack: attempt.ref, events: [event(`${name}-1`)] });
  const inFlow = { ...step, flowHash: opened.tokenHash, attempt: { ...GUESS, onlyIfAccepted: ['password'] } };
  const second = await store.beginStep(inFlow);
  assert.equal(second.attempt.outcome, 'counted');
  await committed(store, {
    guards: { ...version(1), flow: { id: opened.id, version: 1 } },
    account: account(name, { version: 2 }),
    newSession: { session: session(`s-${name}`, name), consumes: { flowId: opened.id } },
    device: device(name, `device-of-${name}`),
    clearCounters: {
      subject: name,
      by: 'stranger',
      device: `device-of-${name}`,
      authenticators: [GUESS.authenticator],
    },
    giveBack: second.attempt.ref,
    events: [event(`${name}-2`, { accountId: id }), event(`${name}-3`, { recipients: RECIPIENTS })],
  });
  assert.equal(await store.hasPasskey(`passkey-of-${name}`), false);
  await leaveForProvider(store, `r-${name}`);
  const now = instant(NOW + HOUR / 2);
  const check = { tenant: ACME, tokenHash: `token-of-s-${name}`, now, knownPolicy: 0, touchAfter: 60_000 };
  assert.equal((await store.checkSession(check))?.session.lastSeenAt, now);
  for (const loaded of await Promise.all([1, 2, 3].map(() => store.checkSession(check)))) assert.ok(loaded);
  await enter(store, name, check);
  await store.markNotified(ACME, [`${name}-3`]);
  await committed(store, { guards: version(2), endSessions: { accountId: id, only: `s-${name}` } });
  await committed(store, {
    guards: version(2),
    account: account(name, { version: 3, identifiers: [`${name}@example.net`] }),
  });
}

/** Founds an organisation with a member, enters it alone and among other checks, lists the member, and takes the member out. */
async function enter(store: Store, name: string, check: SessionCheck): Promise<void> {
  const [id, organisation] = [accountId(name), `o-${name}`];
  await committed(store, { organisation: sampleOrganisation(ACME, organisation) });
  await committed(store, { membership: sampleMembership(ACME, organisation, name) });
  const entering = { ...check, in: { organisation, knownVersion: 0 } };
  assert.deepEqual((await store.checkSession(entering))?.membership?.roles, ['member']);
  const both = await Promise.all([entering, check, entering].map((asked) => store.checkSession(asked)));
  assert.deepEqual(
    both.map((loaded) => loaded?.organisation?.version),
    [1, undefined, 1],
  );
  const step = { tenant: ACME, now: NOW, knownPolicy: 0, account: { kind: 'id', value: id }, in: entering.in } as const;
  assert.ok((await store.beginStep(step)).membership);
  assert.ok(await store.readMembership?.(ACME, organisation, id));
  assert.equal((await store.listMemberships?.(ACME, organisation, { limit: 9 }))?.items.length, 1);
  assert.equal((await store.listMembershipsOf?.(ACME, id))?.length, 1);
  const memberships = [{ organisation, accountId: id, version: 1 }];
  const removeMembership = { organisation, accountId: id };
  await committed(store, { guards: { memberships, organisation: { id: organisation, version: 1 } }, removeMembership });
}

/** Writes a SAML request, its response and its end. */
async function leaveForProvider(store: Store, id: string): Promise<void> {
  await committed(store, { samlRequest: sampleSamlRequest(ACME, id) });
  assert.ok(await store.readSamlRequest(ACME, id, NOW));
  const guards = { samlRequest: { id, version: 1 } };
  await committed(store, { guards, samlRequest: sampleSamlRequest(ACME, id, { version: 2, failedResponses: 1 }) });
  await committed(store, { endSamlRequest: { id } });
}

/** From the eleventh device on, the store removes a device. */
async function addDevice(store: Store, turn: number): Promise<void> {
  await committed(store, { device: device('p0', `device-${turn}`) });
}

async function committed(store: Store, over: Parameters<typeof change>[0]): Promise<void> {
  assert.deepEqual(await store.commit(change(over)), { outcome: 'committed' });
}

/** Inserts many rows of the same tenant. */
async function fill(pool: Pool): Promise<void> {
  const copies = `from generate_series(1, ${MANY}) as i`;
  const doc = `'{}'::json`;
  for (const insert of [
    `account select 'acme', 'a' || i, 1, 0, '{}', '{}', ${doc} ${copies}`,
    `account_key select 'acme', 'identifier:a' || i, 'a' || i ${copies}`,
    `account_key select 'globex', 'passkey:a' || i, 'a' || i ${copies}`,
    `flow select 'acme', 'x' || i, 'token-x' || i, 1, null, 'somebody', '{}', ${NOW + HOUR}, ${doc} ${copies}`,
    `saml_request select 'acme', 'x' || i, 1, ${NOW + HOUR}, ${doc} ${copies}`,
    `session select 'acme', 'x' || i, 'token-x' || i, 1, 'a' || i, ${NOW}, ${NOW}, ${HOUR}, ${NOW + HOUR}, ${NOW + HOUR}, ${doc} ${copies}`,
    `device select 'acme', 'a' || i, 'd', 'd', 0, ${NOW}, ${NOW}, null ${copies}`,
    `counter select 'acme', 'a' || i, 'password', '', true, 1, 1, ${NOW}, 0, ${NOW}, ${NOW} ${copies}`,
    `organisation select 'acme', 'x' || i, 1, null, false, ${doc} ${copies}`,
    `organisation_version select 'acme', 'x' || i, 1, ${doc} ${copies}`,
    `membership select 'acme', 'x' || i, 'a' || i, 1, '{}', ${doc} ${copies}`,
    `event (tenant, id, at, type, account_id, doc) select 'acme', 'x' || i, ${NOW}, 'x', 'a' || i, ${doc} ${copies}`,
  ]) {
    await pool.query(`insert into sallyport.sallyport_${insert}`);
  }
}

/** The numbers of rows and index entries that were read so far, by table and index. */
async function rowsRead(pool: Pool): Promise<Map<string, number>> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } =
    await pool.query(`select relname as place, seq_tup_read as read from pg_stat_user_tables where schemaname = 'sallyport'
    union all select indexrelname, idx_tup_read from pg_stat_user_indexes where schemaname = 'sallyport'`);
  return new Map(rows.map(({ place, read }) => [place, Number(read)]));
}

/** The tables and indexes from which an act read more than 50 rows. */
async function readWhole(pool: Pool, act: () => Promise<unknown>): Promise<string[]> {
  const before = await rowsRead(pool);
  await act();
  const after = await rowsRead(pool);
  return [...after].filter(([place, read]) => read - (before.get(place) ?? 0) > 50).map(([place]) => place);
}
