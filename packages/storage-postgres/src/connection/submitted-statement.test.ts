import type { Pool, PoolConfig } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Value } from '../statements/statement.ts';
import { onPostgres, poolOn } from '../testing/pg-server.test-support.ts';
import { sendOnClient } from './client-pool.ts';
import type { Answer } from './queryable.ts';
import { type KnownColumns, SubmittedStatement } from './submitted-statement.ts';

/** Texts with characters that are special in array literals or in text. */
const ODD = [
  '',
  ' ',
  'NULL',
  'null',
  '"',
  '""',
  "'",
  '\\',
  '\\"',
  '\\\\',
  ',',
  '{}',
  '{a,"b"}',
  '(1)',
  'a\nb\t',
  'ä😀',
];

interface Counted {
  parse: number;
  describe: number;
}

onPostgres('a named statement', (server) => {
  const pools: Pool[] = [];
  let url: string;
  let pool: Pool;

  beforeAll(async () => {
    url = await server().createDatabase();
    pool = newPool();
  });
  afterAll(() => Promise.all(pools.map((each) => each.end())));

  function newPool(config?: PoolConfig): Pool {
    const made = poolOn(url, config);
    pools.push(made);
    return made;
  }
  /** Sends statements that share their known columns, like the statements of a store. */
  function askerOn(asked: Pool): (text: string, ...values: Value[]) => Promise<Answer['rows']> {
    const known: KnownColumns = new Map();
    return async (text, ...values) => {
      const statement = new SubmittedStatement(`n_${text.length}_${text.slice(0, 40)}`, { text, values }, known);
      return (await sendOnClient(asked, statement, 10_000)).rows;
    };
  }
  /** Counts the `parse` and `describe` messages that the pool's connections send. */
  function counting(counted: Pool): Counted {
    const count: Counted = { parse: 0, describe: 0 };
    counted.on('connect', ({ connection }) => {
      for (const message of ['parse', 'describe'] as const) {
        const send: (...given: never[]) => unknown = connection[message].bind(connection);
        const sendCounted = (...given: never[]): void => {
          count[message]++;
          send(...given);
        };
        Object.assign(connection, { [message]: sendCounted });
      }
    });
    return count;
  }

  it('texts come back as they were sent', async () => {
    const ask = askerOn(pool);
    for (const text of ODD) expect(await ask('select $1::text as text', text)).toEqual([{ text }]);
  });

  it('arrays of texts reach the server element by element', async () => {
    const ask = askerOn(pool);
    for (const texts of [ODD, ...ODD.map((text) => [text]), []]) {
      const rows = await ask('select place, text from unnest($1::text[]) with ordinality as t (text, place)', texts);
      expect(rows).toEqual(texts.map((text, index) => ({ place: String(index + 1), text })));
    }
  });

  it('so do arrays of numbers', async () => {
    const ask = askerOn(pool);
    for (const numbers of [[0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER], [7], []]) {
      const rows = await ask('select number from unnest($1::bigint[]) as t (number)', numbers);
      expect(rows).toEqual(numbers.map((number) => ({ number: String(number) })));
    }
  });

  it('null is null in both directions, and every other value is the text of the server', async () => {
    const ask = askerOn(pool);
    const text =
      'select $1::text as text, $2::bigint as number, $3::boolean as flag, $4::text[] as texts, 1.50 as share';
    expect(await ask(text, null, null, null, null)).toEqual([
      { text: null, number: null, flag: null, texts: null, share: '1.50' },
    ]);
    expect(await ask(text, '', 0, false, [])).toEqual([
      { text: '', number: '0', flag: 'f', texts: '{}', share: '1.50' },
    ]);
  });

  it('is described once, though it answers no row at first, and goes over a second connection afterwards', async () => {
    const own = newPool({ max: 2 });
    const count = counting(own);
    const ask = askerOn(own);
    const text = 'select number, $1::bigint as of from generate_series(1, $1::bigint) as t (number)';
    const two = [
      { number: '1', of: '2' },
      { number: '2', of: '2' },
    ];
    expect(await ask(text, 0)).toEqual([]);
    expect(await ask(text, 2)).toEqual(two);
    expect(count).toEqual({ parse: 1, describe: 1 });
    const first = await own.connect();
    expect(await ask(text, 2)).toEqual(two);
    first.release();
    expect(own.totalCount).toBe(2);
    expect(count).toEqual({ parse: 2, describe: 1 });
  });

  it('without a name is parsed at each execution, described once, and leaves nothing prepared', async () => {
    const own = newPool({ max: 1 });
    const count = counting(own);
    const known: KnownColumns = new Map();
    for (const text of ['a', 'b', 'c']) {
      const statement = new SubmittedStatement('', { text: 'select $1::text as text', values: [text] }, known);
      expect((await sendOnClient(own, statement, 10_000)).rows).toEqual([{ text }]);
      const other = new SubmittedStatement('', { text: 'select $1::text as other', values: [text] }, known);
      expect((await sendOnClient(own, other, 10_000)).rows).toEqual([{ other: text }]);
    }
    expect(count).toEqual({ parse: 6, describe: 2 });
    expect((await own.query('select name from pg_prepared_statements')).rows).toEqual([]);
  });

  it('knows its columns though another, which asked for them first, has no answer yet', async () => {
    const ask = askerOn(newPool({ max: 2 }));
    const text = 'select $1::bigint as seconds, pg_sleep($1::bigint)::text as slept';
    const answers = await Promise.all([1, 0].map((seconds) => ask(text, seconds)));
    expect(answers).toEqual([[{ seconds: '1', slept: '' }], [{ seconds: '0', slept: '' }]]);
  });

  it('answers its rows after a first execution that the server could not parse, bind or carry out', async () => {
    const ask = askerOn(pool);
    const read = 'select name from made_later';
    await expect(ask(read)).rejects.toMatchObject({ code: '42P01' });
    await pool.query("create table made_later as select 'cleo' as name");
    expect(await ask(read)).toEqual([{ name: 'cleo' }]);
    const bind = 'select $1::bigint as number';
    await expect(ask(bind, 'seven')).rejects.toMatchObject({ code: '22P02' });
    expect(await ask(bind, '7')).toEqual([{ number: '7' }]);
    const execute = 'select 6 / number as share from generate_series($1::bigint, $1::bigint) as t (number)';
    await expect(ask(execute, 0)).rejects.toMatchObject({ code: '22012' });
    expect(await ask(execute, 3)).toEqual([{ share: '2' }]);
  });

  it('that answers no columns is a statement like any other', async () => {
    const ask = askerOn(pool);
    await pool.query('create table kept (name text)');
    for (const name of ['cleo', 'dora']) expect(await ask('insert into kept values ($1::text)', name)).toEqual([]);
    expect(await ask('select name from kept order by name')).toEqual([{ name: 'cleo' }, { name: 'dora' }]);
  });
});
