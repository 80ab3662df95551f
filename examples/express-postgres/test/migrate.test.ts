import { run } from '@sallyport/cli';
import { migrations, postgresStore } from '@sallyport/storage-postgres';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresHere, startPostgres } from './postgres.ts';

/** Runs `sallyport migrate` as a deployment does. */
async function migrate(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await run(['migrate', ...args], {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colours: false,
  });
  return { code, ...said };
}

describe.skipIf(postgresHere === null)('an app whose own role may not create tables', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let pool: Pool;

  beforeAll(async () => {
    postgres = await startPostgres();
    pool = new Pool({ connectionString: postgres.url });
    // The server may stop before the last connection is closed.
    pool.on('error', () => {});
  });
  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  it('is told the way out, and `sallyport migrate` is it: twice at once, and again', async () => {
    const store = postgresStore(pool, { migrate: 'never' });
    await expect(store.open()).rejects.toThrow('run `sallyport migrate`');
    const both = await Promise.all([migrate('--url', postgres.url), migrate('--url', postgres.url)]);
    expect(both.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    // Of two concurrent runs, each applies the migrations that the other has not applied. Together, they apply each migration once.
    const applied = both.flatMap(({ out }) => /applied (.*)$/.exec(out)?.[1]?.split(', ') ?? []);
    const inOrder = applied.toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
    expect(inOrder).toEqual(migrations.map(({ version, name }) => `${version} (${name})`));
    await store.open();
    expect(await migrate('--url', postgres.url)).toEqual({
      code: 0,
      out: `schema sallyport is at version ${migrations.length}: nothing to do`,
      err: '',
    });
  });

  it('has the statements printed, for somebody else to run', async () => {
    const { code, out } = await migrate('--sql', '--schema', 'by_hand');
    expect(code).toBe(0);
    await pool.query(out);
    await postgresStore(pool, { schema: 'by_hand', migrate: 'never' }).open();
  });

  it('is told what the server, or the name of a schema, has against it; and never a password', async () => {
    const wrong = new URL(postgres.url);
    wrong.password = 'not-this-one';
    const refused = await migrate('--url', wrong.href);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('password authentication failed');
    expect(refused.err).not.toContain('not-this-one');
    const nameless = await migrate('--url', postgres.url, '--schema', 'a"b');
    expect(nameless).toMatchObject({ code: 2, out: '' });
    expect(nameless.err).toContain('the name of a schema is');
    expect(await migrate('--schema', 'x', '--sql', 'y')).toMatchObject({ code: 2 });
  });
});
