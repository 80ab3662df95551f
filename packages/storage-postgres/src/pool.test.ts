import { type Store, tenantId } from '@sallyport/engine';
import { Client, type Pool, type PoolConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './connection/queryable.ts';
import { postgresStore } from './postgres-store.ts';
import { listeningTo, onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import {
  ACME,
  account,
  accountId,
  change,
  device,
  event,
  GUESS,
  NOW,
  RECIPIENTS,
} from './testing/records.test-support.ts';

const cleo = accountId('cleo');

/** Sample values of every type that a type parser could change. */
async function works(store: Store): Promise<void> {
  await store.open();
  await store.commit(change({ account: account('cleo') }));
  const step = {
    tenant: ACME,
    now: NOW,
    knownPolicy: 0,
    account: { kind: 'id', value: cleo },
    attempt: GUESS,
  } as const;
  const loaded = await store.beginStep(step);
  expect(loaded.account).toEqual(account('cleo'));
  expect(loaded.attempt).toMatchObject({ outcome: 'counted', ref: { reservation: { first: NOW } } });
  await store.commit(change({ events: [event('e1', { recipients: RECIPIENTS })] }));
  expect(await store.eventsToNotify(1)).toEqual([event('e1', { recipients: RECIPIENTS })]);
  await store.commit(change({ countUnknownFailure: true, device: device('cleo', 'd1') }));
  expect(await store.countFailures(ACME, NOW)).toMatchObject([{ count: 2 }]);
  expect(await store.listDevices(ACME, cleo)).toEqual([device('cleo', 'd1')]);
}

onPostgres('the pool stays the host’s', (server) => {
  const pools: Pool[] = [];
  let url: string;
  const newPool = (config?: PoolConfig): Pool => {
    const pool = poolOn(url, config);
    pools.push(pool);
    return pool;
  };
  const preparedOn = async (pool: Pool): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ name: string }>('select name from pg_prepared_statements');
    return rows.map(({ name }) => name);
  };
  beforeAll(async () => {
    url = await server().createDatabase();
  });
  afterAll(() => Promise.all(pools.map((pool) => pool.end())));

  it('statements are named after their text, and prepared once', async () => {
    const pool = newPool({ max: 1 });
    const store = postgresStore(pool, { schema: 'named' });
    await works(store);
    const before = await preparedOn(pool);
    expect(before.filter((name) => /^sallyport_[\w-]{24}$/.test(name)).length).toBeGreaterThan(4);
    for (let turn = 0; turn < 5; turn++) await store.readAccount(ACME, cleo);
    await store.readAccount(tenantId('globex'), accountId('dora'));
    expect((await preparedOn(pool)).length).toBe(before.length + 1);
  });

  it('with prepare: false they are not named', async () => {
    const pool = newPool({ max: 1 });
    await works(postgresStore(pool, { schema: 'unnamed', prepare: false }));
    expect(await preparedOn(pool)).toEqual([]);
  });

  it('a bare function over a client is enough', async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const query = (text: string, values?: unknown[]): Promise<Answer> => client.query(text, values);
    await works(postgresStore({ query }, { schema: 'bare' }));
    await client.end();
  });

  it('type parsers of the host’s own do no harm', async () => {
    const types = { getTypeParser: () => (value: string) => (/^\d+$/.test(value) ? BigInt(value) : value) };
    await works(postgresStore(newPool({ types }), { schema: 'own_types' }));
  });

  it('nothing is attached to it, and nothing is taken from it', async () => {
    const { pool, sent } = listeningTo(newPool());
    const listeners = () => pool.eventNames().map((name) => [name, pool.listenerCount(name)]);
    const before = listeners();
    await works(postgresStore(pool, { schema: 'untouched' }));
    expect(listeners()).toEqual(before);
    expect(pool.idleCount).toBe(pool.totalCount);
    expect(sent.length).toBeGreaterThan(5);
  });

  it('a pool at another isolation level than read committed is refused, with the way out', async () => {
    for (const level of ['repeatable read', 'serializable']) {
      const pool = newPool({ options: `-c default_transaction_isolation=${level.replace(' ', '\\ ')}` });
      const opening = postgresStore(pool, { schema: 'isolated' }).open();
      await expect(opening).rejects.toMatchObject({ code: 'wrong-isolation-level' });
      await expect(opening).rejects.toThrow(/'-c default_transaction_isolation=read\\\\ committed'/);
    }
    const wayOut = newPool({ options: '-c default_transaction_isolation=read\\ committed' });
    await works(postgresStore(wayOut, { schema: 'isolated' }));
  });

  it('a database that is not UTF-8 is refused', async () => {
    await newPool().query("create database ascii encoding 'SQL_ASCII' template template0");
    const pool = newPool({ connectionString: url.replace(/\w+$/, 'ascii') });
    await expect(postgresStore(pool).open()).rejects.toMatchObject({ code: 'wrong-encoding' });
  });

  describe('the name of a schema', () => {
    for (const schema of ['x"; drop schema public; --', '', 'a b', 'a.b', '1a', `a${'b'.repeat(63)}`, 'ä', 'a\0']) {
      it(`is not ${JSON.stringify(schema)}`, () => {
        expect(() => postgresStore(newPool(), { schema })).toThrow(
          expect.objectContaining({ code: 'invalid-schema-name' }),
        );
      });
    }
    for (const schema of ['public', 'Auth_2', 'select', `a${'b'.repeat(62)}`]) {
      it(`may be ${schema}`, () => works(postgresStore(newPool(), { schema })));
    }
  });

  it('a misspelt option is refused, so that no store uses another schema', () => {
    expect(() => postgresStore(newPool(), Object({ shema: 'auth' }))).toThrow(
      new TypeError("postgresStore: there is no member 'shema'; did you mean 'schema'?"),
    );
  });

  it('text that Postgres cannot hold is a mistake of the program, found before anything is sent', async () => {
    const { pool, sent } = listeningTo(newPool());
    const store = postgresStore(pool, { schema: 'texts' });
    await store.open();
    sent.length = 0;
    for (const text of ['a\0b', '\ud800', 'a\udc00b', '\\\0']) {
      const asked = { tenant: ACME, now: NOW, knownPolicy: 0, account: { kind: 'identifier', value: text } } as const;
      await expect(store.beginStep(asked)).rejects.toThrow(TypeError);
      await expect(store.readAccount(ACME, accountId(text))).rejects.toThrow(TypeError);
      for (const over of [{ identifiers: [text] }, { roles: [text] }, { email: { address: text, verifiedAt: NOW } }]) {
        await expect(store.commit(change({ account: account('a', over) }))).rejects.toThrow(TypeError);
      }
      await expect(store.commit(change({ events: [event('e', { detail: { [text]: 1 } })] }))).rejects.toThrow(
        TypeError,
      );
    }
    expect(sent).toEqual([]);
    const detail = { '\\u0000': '\\\\u0000', '\u0001': '\\ud800', pair: '😀', quoted: '"\\u0000"' };
    await store.commit(change({ events: [event('e', { detail })] }));
    expect((await store.listEvents(ACME, { limit: 1 })).items).toEqual([event('e', { detail })]);
  });

  it('a policy keeps the order of its keys, for those who edit it', async () => {
    const store = postgresStore(newPool(), { schema: 'policies' });
    await store.open();
    const document = { roles: { zoe: {}, al: {} }, methods: [], a: 1 };
    await store.commit(change({ policy: { tenant: ACME, version: 1, document, changedAt: NOW, changedBy: 'ada' } }));
    expect(JSON.stringify((await store.readPolicy(ACME))?.document)).toBe(JSON.stringify(document));
  });
});
