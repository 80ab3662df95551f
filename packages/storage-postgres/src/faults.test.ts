import type { Store } from '@sallyport/engine';
import { type TcpProxy, tcpProxyTo } from '@sallyport/test-support/tcp-proxy';
import type { Pool, PoolConfig } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresStoreOptions, postgresStore } from './postgres-store.ts';
import { migrate } from './schema/migrate.ts';
import { atPort, onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import { ACME, account, accountId, change, event, flow, NOW, session } from './testing/records.test-support.ts';

const UNAVAILABLE = { code: 'store-unavailable' };
/** Short for tests that wait for a timeout, but long enough for successful queries on a busy machine. */
const SOON = '2s';

onPostgres('a fault is never an absence', (server) => {
  let url: string;
  let pool: Pool;
  let sound: Store;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    url = await server().createDatabase();
    pool = poolOn(url);
    sound = postgresStore(pool);
    await sound.open();
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await pool.end();
  });

  const newPool = (config: PoolConfig): Pool => {
    const other = poolOn(url, config);
    closing.push(() => other.end());
    return other;
  };
  /** A store behind a proxy that can cut the connection. */
  const overLine = async (): Promise<{ store: Store; line: TcpProxy }> => {
    const line = await tcpProxyTo(server().port);
    closing.push(line.sever);
    const store = postgresStore(newPool({ connectionString: atPort(url, line.port), max: 2 }), {
      statementTimeout: SOON,
    });
    await store.open();
    return { store, line };
  };
  const read = (store: Store) => store.readAccount(ACME, accountId('nobody'));

  it('a reply that is lost after the write: the caller hears of a fault, and the write is not done twice', async () => {
    const { store, line } = await overLine();
    await sound.commit(change({ flow: flow('lost') }));
    const whole = change({
      guards: { flow: { id: 'lost', version: 1 } },
      newSession: { session: session('s1', 'cleo'), consumes: { flowId: 'lost' } },
      events: [event('lost-1')],
    });
    line.loseReplies();
    await expect(store.commit(whole)).rejects.toMatchObject(UNAVAILABLE);
    expect(await sound.commit(whole)).toEqual({ outcome: 'conflict', with: 'flow' });
    expect(await sound.listSessions(ACME, accountId('cleo'), NOW)).toHaveLength(1);
    expect((await sound.listEvents(ACME, { limit: 10 })).items).toHaveLength(1);
  });

  it('a connection that is killed (57P01): the statement in it fails, the next one works', async () => {
    const own = newPool({ max: 1 });
    const store = postgresStore(own);
    const { rows } = await own.query<{ pid: number }>('select pg_backend_pid() as pid');
    const blocking = await pool.connect();
    await blocking.query('begin; lock table sallyport.sallyport_account');
    const waiting = read(store);
    const failing = expect(waiting).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: '57P01' } });
    await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await failing;
    await blocking.query('rollback');
    blocking.release();
    expect(await read(store)).toBeUndefined();
  });

  it('a server that is frozen is waited for no longer than statementTimeout', async () => {
    const { store, line } = await overLine();
    line.freeze();
    // Only the timeout ends these statements: the proxy stays frozen.
    await expect(read(store)).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.commit(change({ events: [event('frozen')] }))).rejects.toMatchObject(UNAVAILABLE);
  });

  it('a pool whose connections are all in use is waited for no longer either', async () => {
    const small = newPool({ max: 1 });
    const taken = await small.connect();
    await expect(read(postgresStore(small, { statementTimeout: SOON }))).rejects.toMatchObject(UNAVAILABLE);
    taken.release();
  });

  it('too many connections (53300), a server that is not there: open() may be tried again', async () => {
    await pool.query("create role narrow login password 'narrow' connection limit 0");
    const causes: Readonly<Record<string, string>> = {
      '53300': url.replace('postgres:test', 'narrow:narrow'),
      ECONNREFUSED: atPort(url, 1),
    };
    for (const [code, connectionString] of Object.entries(causes)) {
      const store = postgresStore(newPool({ connectionString, max: 1 }));
      await expect(read(store)).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code } });
      await expect(store.open()).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code } });
    }
  });

  it('what no waiting mends is told by open() as what it is, with the way out', async () => {
    await pool.query("create role barred nologin password 'barred'; create role poor login password 'poor'");
    const poor = url.replace('postgres:test', 'poor:poor');
    const refusals: readonly (readonly [string, string, string, PostgresStoreOptions?])[] = [
      ['28P01', 'wrong-credentials', url.replace('postgres:test', 'postgres:wrong')],
      ['28000', 'wrong-credentials', url.replace('postgres:test', 'barred:barred')],
      ['3D000', 'no-such-database', url.replace(/\w+$/, 'nowhere')],
      ['42501', 'no-rights', poor],
      ['42501', 'no-rights', poor, { schema: 'not_there_yet' }],
      ['42501', 'no-rights', poor, { migrate: 'never' }],
    ];
    for (const [sqlstate, code, connectionString, options] of refusals) {
      const own = newPool({ connectionString, max: 1 });
      const told: unknown = await postgresStore(own, options)
        .open()
        .catch((error: unknown) => error);
      expect(told).toMatchObject({ name: 'PostgresStoreError', code });
      expect(told).toMatchObject({ message: expect.stringMatching(new RegExp(`\\(${sqlstate}, .+\\): .+`)) });
      if (options?.migrate !== 'never') await expect(migrate(own, options)).rejects.toMatchObject({ code });
    }
  });

  it('outside of open() it is a fault like any other: whoever asks is told to come again', async () => {
    const store = postgresStore(newPool({ connectionString: url.replace('postgres:test', 'postgres:wrong'), max: 1 }));
    await expect(read(store)).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: '28P01' } });
  });

  it('tables that are not there', async () => {
    const store = postgresStore(pool, { schema: 'nowhere' });
    await expect(read(store)).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: '42P01' } });
  });

  it('says what happened and nothing of the values', async () => {
    await pool.query('alter table sallyport.sallyport_account add constraint odd check (version < 7)');
    const record = account('secret', {
      version: 9,
      password: { id: 'p', hash: '$argon2id$secret', provenance: 'independent', changedAt: NOW },
    });
    const thrown: unknown = await sound.commit(change({ account: record })).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ ...UNAVAILABLE, cause: { code: '23514', constraint: 'odd' } });
    const shown = JSON.stringify(thrown, (_, value: unknown) =>
      value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value,
    );
    expect(shown).not.toContain('argon2id');
    await pool.query('alter table sallyport.sallyport_account drop constraint odd');
  });
});
