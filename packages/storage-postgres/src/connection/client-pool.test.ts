import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { Client, Pool, type PoolConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Value } from '../statements/statement.ts';
import { listeningTo, onPostgres, poolOn } from '../testing/pg-server.test-support.ts';
import { type ClientPool, sendOnClient } from './client-pool.ts';
import { Database } from './database.ts';
import type { Answer, Queryable } from './queryable.ts';
import type { Row } from './row.ts';
import { SubmittedStatement } from './submitted-statement.ts';

/** Milliseconds: short for tests that wait for a timeout, but long enough for successful queries on a busy machine. */
const SOON = 2_000;
/** Milliseconds: longer than any test. */
const LONG = 'select pg_sleep(600)';

function ask(pool: Queryable, text: string, values: readonly Value[] = [], timeout = 10_000): Promise<readonly Row[]> {
  return new Database(pool, { prepare: true, timeout }).run('ask', { text, values });
}

function fault(cause: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { code: 'store-unavailable', cause };
}

async function expectWorks(pool: Queryable): Promise<void> {
  const [row] = await ask(pool, 'select $1::text as text', ['works']);
  expect(row?.text('text')).toBe('works');
}

function clientsOf({ totalCount, idleCount, waitingCount }: Pool): Readonly<Record<string, number>> {
  return { totalCount, idleCount, waitingCount };
}

const ONE_IDLE = { totalCount: 1, idleCount: 1, waitingCount: 0 };
const NONE = { totalCount: 0, idleCount: 0, waitingCount: 0 };

onPostgres('a client for one statement', (server) => {
  const pools: Pool[] = [];
  let url: string;
  const newPool = (config: PoolConfig = {}): Pool => {
    const pool = poolOn(url, { max: 1, ...config });
    pools.push(pool);
    return pool;
  };

  beforeAll(async () => {
    url = await server().createDatabase();
  });
  afterAll(() => Promise.all(pools.map((pool) => pool.end())));

  it('goes back to the pool as it came', async () => {
    const pool = newPool();
    const client = await pool.connect();
    client.release();
    const before = client.listenerCount('error');
    for (let turn = 0; turn < 3; turn++) await expectWorks(pool);
    expect(clientsOf(pool)).toEqual(ONE_IDLE);
    expect(client.listenerCount('error')).toBe(before);
  });

  it('what the server refuses is a fault with its code and its constraint, and no client is lost', async () => {
    const pool = newPool();
    await pool.query("create table one_only (name text constraint once unique); insert into one_only values ('cleo')");
    for (let turn = 0; turn < 3; turn++) {
      const refused = ask(pool, 'insert into one_only values ($1::text)', ['cleo']);
      await expect(refused).rejects.toMatchObject(fault({ code: '23505', constraint: 'once' }));
      expect(clientsOf(pool)).toEqual(NONE);
    }
    await expectWorks(pool);
    expect(clientsOf(pool)).toEqual(ONE_IDLE);
  });

  it('that is handed out too late goes back unused, however many have given up waiting for it', async () => {
    const { pool, sent } = listeningTo(newPool());
    const taken = await pool.connect();
    const listeners = taken.listenerCount('error');
    const given = await Promise.allSettled(Array.from({ length: 10_000 }, () => ask(pool, 'select 1', [], 50)));
    expect(new Set(given.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(pool.waitingCount).toBe(10_000);
    const dropped: unknown[] = [];
    pool.on('remove', (client) => dropped.push(client));
    taken.release();
    await expectWorks(pool);
    expect(clientsOf(pool)).toEqual(ONE_IDLE);
    expect(dropped).toEqual([]);
    // The pool's own listener, for idle clients.
    expect(taken.listenerCount('error')).toBe(listeners + 1);
    expect(sent).toHaveLength(1);
  });

  it('that breaks as it is handed out is a fault, and no uncaught error', async () => {
    const pool = newPool();
    for (const timeout of [10_000, 50]) {
      const taken = await pool.connect();
      const asking = expect(ask(pool, 'select 1', [], timeout)).rejects.toMatchObject({ code: 'store-unavailable' });
      if (timeout === 50) await asking;
      taken.release();
      taken.connection.emit('error', new Error('the line broke'));
      await asking;
      await expectWorks(pool);
      expect(clientsOf(pool)).toEqual(ONE_IDLE);
    }
  });

  it('is dropped with its connection when the statement takes longer than its time', async () => {
    const pool = newPool();
    await expect(ask(pool, LONG, [], SOON)).rejects.toMatchObject(fault({ message: `no answer within ${SOON} ms` }));
    expect(clientsOf(pool)).toEqual(NONE);
    await expectWorks(pool);
  });

  it('and when it takes longer than the time that the host gave its pool', async () => {
    const pool = newPool({ query_timeout: SOON });
    await expect(ask(pool, LONG)).rejects.toMatchObject(fault({ message: 'Query read timeout' }));
    expect(clientsOf(pool)).toEqual(NONE);
    await expectWorks(pool);
    expect(clientsOf(pool)).toEqual(ONE_IDLE);
  });

  it('is asked of no pool that has ended', async () => {
    const pool = poolOn(url);
    await pool.end();
    await expect(ask(pool, 'select 1')).rejects.toMatchObject(
      fault({ message: 'Cannot use a pool after calling end on the pool' }),
    );
  });

  it('is not asked of a client, which has none but itself', async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    for (let turn = 0; turn < 2; turn++) await expectWorks(client);
    await client.end();
  });
});

describe('a pool whose query the host replaced', () => {
  const sent: unknown[] = [];
  const query = async (statement: unknown): Promise<Answer> => {
    sent.push(statement);
    return { rows: [{ text: 'works' }] };
  };
  class Heard extends Pool {}
  Object.defineProperty(Heard.prototype, 'query', { value: query });
  const replaced: Readonly<Record<string, Queryable>> = {
    'on the pool': Object.assign(new Pool(), { query }),
    'on the pool, with all else that it does': Object.assign(new Pool(), { query, connect: () => assert.fail() }),
    'in a class of its own': new Heard(),
    'by a proxy': new Proxy(new Pool(), {
      get: (pool, key, self) => (key === 'query' ? query : Reflect.get(pool, key, self)),
    }),
  };
  for (const [how, pool] of Object.entries(replaced)) {
    it(`is sent everything through it: ${how}`, async () => {
      sent.length = 0;
      await expectWorks(pool);
      expect(sent).toMatchObject([{ text: 'select $1::text as text', values: ['works'] }]);
      expect(pool).toMatchObject({ totalCount: 0 });
    });
  }
});

describe('a client that `pg` makes of something else', () => {
  type Answered = (error: unknown, answer?: Answer) => void;
  const statement = new SubmittedStatement('named', { text: 'select $1::text as text', values: ['a'] }, new Map());
  const protocol = { parsedStatements: {}, bind: () => {} };

  /** A pool with one client. The test decides how the client answers a statement. */
  function poolOf(
    query: (statement: object, answered: Answered, client: EventEmitter) => unknown,
    properties: object = { connection: protocol },
  ): { readonly pool: ClientPool; readonly released: unknown[]; readonly client: EventEmitter } {
    const released: unknown[] = [];
    const client = Object.assign(new EventEmitter(), {
      query: (asked: object, answered: Answered) => query(asked, answered, client),
      release: (error?: unknown) => void released.push(error),
      ...properties,
    });
    return { pool: { connect: (handOut) => handOut(undefined, client) }, released, client };
  }

  const answer = { rows: [{ text: 'a' }] };
  const others = {
    'without a connection, as one of libpq is': {},
    'whose connection does not speak the protocol': { connection: { parsedStatements: {} } },
    'in pipeline mode': { connection: protocol, pipeline: true },
  };
  for (const [which, properties] of Object.entries(others)) {
    it(`gets the statement of pg: ${which}`, async () => {
      const sent: unknown[] = [];
      const query = (asked: object, answered: Answered): void => {
        sent.push(asked);
        answered(null, answer);
      };
      const { pool, released } = poolOf(query, properties);
      expect(await sendOnClient(pool, statement, SOON)).toBe(answer);
      expect(sent).toEqual([{ name: 'named', text: 'select $1::text as text', values: ['a'], query_timeout: SOON }]);
      expect(released).toEqual([undefined]);
    });
  }

  it('and any other gets the named statement', async () => {
    const sent: unknown[] = [];
    const { pool } = poolOf((asked, answered) => {
      sent.push(asked);
      answered(null, answer);
    });
    expect(await sendOnClient(pool, statement, SOON)).toBe(answer);
    expect(sent[0]).toBe(statement);
  });

  const broken = new Error('broken');
  const faults: Readonly<Record<string, Parameters<typeof poolOf>[0]>> = {
    'that throws': () => {
      throw broken;
    },
    'that tells of its fault': (_, answered) => answered(broken),
    'that breaks, and then tells of its fault': (_, answered, client) => {
      client.emit('error', broken);
      answered(new Error('later'));
    },
    'that breaks, and answers': (_, answered, client) => {
      client.emit('error', broken);
      answered(null, answer);
    },
  };
  for (const [which, query] of Object.entries(faults)) {
    it(`is dropped, and once: ${which}`, async () => {
      const { pool, released, client } = poolOf(query);
      await expect(sendOnClient(pool, statement, SOON)).rejects.toBe(broken);
      expect(released).toEqual([broken]);
      expect(client.listenerCount('error')).toBe(0);
    });
  }
});
