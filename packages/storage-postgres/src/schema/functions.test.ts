import { instant } from '@sallyport/core';
import type { Store } from '@sallyport/engine';
import { sampleMembership, sampleOrganisation } from '@sallyport/testing/store';
import { Client, type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { postgresStore } from '../postgres-store.ts';
import { onPostgres, poolOn } from '../testing/pg-server.test-support.ts';
import { ACME, account, accountId, change, GUESS, HOUR, NOW, session } from '../testing/records.test-support.ts';
import { LATEST } from './migrations/migrations.ts';

const CHECK = { tenant: ACME, tokenHash: 'token-of-s1', now: NOW, knownPolicy: 0, touchAfter: HOUR };
const STEP = { tenant: ACME, now: NOW, knownPolicy: 0, attempt: GUESS };

onPostgres('the functions of the migrations', (server) => {
  let url: string;
  let pool: Pool;
  let client: Client;
  /** A store on one connection, whose settings and transactions the test controls. */
  let store: Store;

  beforeAll(async () => {
    url = await server().createDatabase();
    pool = poolOn(url);
    const made = postgresStore(pool);
    await made.open();
    const uses = [{ key: 'm', expiresAt: instant(NOW + HOUR) }];
    const newSession = { session: session('s1', 'cleo'), consumes: { singleUse: 'm' } };
    await made.commit(change({ account: account('cleo'), uses, newSession }));
  });
  beforeEach(async () => {
    client = new Client({ connectionString: url });
    await client.connect();
    store = postgresStore({ query: (text, values) => client.query(text, values) }, { prepare: false });
    return () => client.end();
  });
  afterAll(() => pool.end());

  const setting = async (name: string): Promise<unknown> =>
    (await client.query('select current_setting($1) as value', [name])).rows[0].value;

  it('check a session as the prepared text does', async () => {
    const policy = { tenant: ACME, version: 1, document: { a: 1 }, changedAt: NOW, changedBy: 'ada' } as const;
    await store.commit(change({ policy }));
    const asked = [
      CHECK,
      { ...CHECK, knownPolicy: 1 },
      { ...CHECK, tokenHash: 'token-of-nobody' },
      { ...CHECK, now: instant(NOW + 1_000 * 24 * HOUR) },
      { ...CHECK, now: instant(NOW + 1), touchAfter: 0 },
      { ...CHECK, now: instant(NOW + 2), touchAfter: 1 },
      { ...CHECK, now: instant(NOW + 3), touchAfter: 1 },
      CHECK,
    ];
    const answers = async (prepare: boolean): Promise<unknown[]> => {
      await pool.query(`update sallyport.sallyport_session set last_seen_at = ${NOW}`);
      const checked = postgresStore(pool, { prepare });
      const found: unknown[] = [];
      for (const check of asked) found.push(await checked.checkSession(check));
      return found;
    };
    const called = await answers(false);
    expect(called).toEqual(await answers(true));
    expect(called[0]).toMatchObject({ session: { id: 's1', lastSeenAt: NOW }, account: account('cleo'), policy });
    expect(called[1]).not.toHaveProperty('policy');
    expect(called.slice(2, 4)).toEqual([undefined, undefined]);
    const seen = [NOW + 1, NOW + 1, NOW + 3, NOW + 3];
    expect(called.slice(4)).toMatchObject(seen.map((lastSeenAt) => ({ session: { lastSeenAt } })));
    await pool.query('delete from sallyport.sallyport_policy');
  });

  it('X41 enter an organisation as the prepared text does, alone and among others', async () => {
    await store.commit(change({ organisation: sampleOrganisation(ACME, 'o1') }));
    await store.commit(change({ membership: sampleMembership(ACME, 'o1', 'cleo') }));
    const entered = (organisation: string, knownVersion: number) => ({ ...CHECK, in: { organisation, knownVersion } });
    const asked = [
      entered('o1', 0),
      entered('o1', 1),
      entered('o2', 0),
      CHECK,
      { ...entered('o1', 0), tokenHash: 'x' },
    ];
    const [called, prepared] = [false, true].map((prepare) => postgresStore(pool, { prepare }));
    const alone = [];
    for (const check of asked) alone.push(await called?.checkSession(check));
    expect(alone[0]).toMatchObject({ membership: { roles: ['member'] }, organisation: { version: 1 } });
    expect(alone[1]).not.toHaveProperty('organisation');
    expect(alone.slice(2)).toEqual([alone[3], alone[3], undefined]);
    for (const each of [called, prepared])
      expect(await Promise.all([...asked, ...asked].map((check) => each?.checkSession(check)))).toEqual([
        ...alone,
        ...alone,
      ]);
    await store.commit(change({ removeMembership: { organisation: 'o1', accountId: accountId('cleo') } }));
  });

  it('X40 take the memberships with an account that a process of an older version deletes', async () => {
    await store.commit(change({ account: account('dora'), organisation: sampleOrganisation(ACME, 'o3') }));
    await store.commit(change({ membership: sampleMembership(ACME, 'o3', 'dora') }));
    expect(await store.listMembershipsOf?.(ACME, accountId('dora'))).toHaveLength(1);
    await pool.query(`delete from sallyport.sallyport_account where tenant = 'acme' and id = 'dora'`);
    expect((await pool.query(`select 1 from sallyport.sallyport_membership where account_id = 'dora'`)).rows).toEqual(
      [],
    );
  });

  it('count a guess without a wait for the disk, and leave the setting as it was', async () => {
    await client.query('set synchronous_commit = on');
    await client.query('begin');
    expect((await store.beginStep(STEP)).attempt.outcome).toBe('counted');
    expect(await setting('synchronous_commit')).toBe('off');
    await client.query('commit');
    expect(await setting('synchronous_commit')).toBe('on');
  });

  it('do not wait less for a step that counts nothing', async () => {
    await client.query('set synchronous_commit = on');
    await client.query('begin');
    await store.beginStep({ ...STEP, attempt: undefined });
    await store.checkSession(CHECK);
    expect(await setting('synchronous_commit')).toBe('on');
    await client.query('rollback');
  });

  it('see no operator of another schema, whatever search path a connection has', async () => {
    // With this operator no session would ever have a known token.
    await client.query(`create schema odd;
      create function odd.never(text, text) returns boolean language sql immutable as 'select false';
      create operator odd.= (leftarg = text, rightarg = text, function = odd.never);
      set search_path = odd, pg_catalog`);
    expect((await client.query(`select 'a'::text = 'a'::text as equal`)).rows).toEqual([{ equal: false }]);
    expect((await store.checkSession(CHECK))?.session.id).toBe('s1');
    expect(await setting('search_path')).toBe('odd, pg_catalog');
    const { rows } = await client.query(`select proname from pg_proc join pg_namespace n on n.oid = pronamespace
      where nspname = 'sallyport' and prolang <> (select oid from pg_language where lanname = 'sql')
        and (prosecdef or proconfig is distinct from array['search_path=pg_catalog, pg_temp'])`);
    expect(rows).toEqual([]);
  });

  it('give a role no right that the role has not', async () => {
    await pool.query(`create role reader_${LATEST} login password 'reader'`);
    await pool.query(`grant usage on schema sallyport to reader_${LATEST}`);
    const reader = poolOn(url.replace('postgres:test', `reader_${LATEST}:reader`), { max: 1 });
    const asking = postgresStore(reader, { migrate: 'never', prepare: false });
    const refused = { code: 'store-unavailable', cause: { code: '42501' } };
    await expect(asking.checkSession(CHECK)).rejects.toMatchObject(refused);
    await expect(asking.beginStep(STEP)).rejects.toMatchObject(refused);
    // The rights of the README are enough: the server lets every role execute a function.
    const rights = 'select, insert, update, delete on all tables in schema sallyport';
    await pool.query(`grant ${rights} to reader_${LATEST}`);
    expect((await asking.checkSession(CHECK))?.session.id).toBe('s1');
    expect((await asking.beginStep({ ...STEP, attempt: { ...GUESS, authenticator: 'totp' } })).attempt.outcome).toBe(
      'counted',
    );
    await reader.end();
    await pool.query(`drop owned by reader_${LATEST}; drop role reader_${LATEST}`);
  });
});
