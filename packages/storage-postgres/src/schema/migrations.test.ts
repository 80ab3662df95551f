import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Queryable } from '../connection/queryable.ts';
import { postgresStore } from '../postgres-store.ts';
import { listeningTo, onPostgres, poolOn } from '../testing/pg-server.test-support.ts';
import { ACME, account, accountId, change, NOW, session } from '../testing/records.test-support.ts';
import { migrate } from './migrate.ts';
import { migrationSchema, migrations, migrationTable } from './migrations/migrations.ts';

const LATEST = migrations.length;

onPostgres('migrations', (server) => {
  let url: string;
  let pool: Pool;
  beforeAll(async () => {
    url = await server().createDatabase();
    pool = poolOn(url);
  });
  afterAll(() => pool.end());

  const versions = async (schema: string): Promise<readonly number[]> => {
    const { rows } = await pool.query<{ version: number }>(
      `select version from "${schema}".sallyport_migration order by 1`,
    );
    return rows.map(({ version }) => version);
  };

  it('are applied once where ten processes start at once, and all of them work', async () => {
    for (const round of [1, 2, 3]) {
      const schema = `at_once_${round}`;
      const pools = Array.from({ length: 10 }, () => poolOn(url, { max: 2 }));
      await Promise.all(pools.map((one) => postgresStore(one, { schema }).open()));
      expect(await versions(schema)).toEqual(migrations.map(({ version }) => version));
      const committed = await postgresStore(pools[0] ?? pool, { schema }).commit(change({ account: account('cleo') }));
      expect(committed).toEqual({ outcome: 'committed' });
      await Promise.all(pools.map((one) => one.end()));
    }
  });

  it('go on where the server does not find yet what another process made', async () => {
    for (const late of [migrationSchema('late'), migrationTable('late')]) {
      const real = poolOn(url);
      let omitted = false;
      const lagging: Queryable = {
        query: async (text: string, values?: unknown[]) => {
          if (text !== late || omitted) return real.query(text, values);
          omitted = true;
          return { rows: [] };
        },
      };
      expect(await migrate(lagging, { schema: 'late' })).toContain(LATEST);
      expect(omitted).toBe(true);
      expect(await versions('late')).toHaveLength(LATEST);
      await pool.query('drop schema late cascade');
      await real.end();
    }
  });

  it('say which they applied, and do nothing the second time', async () => {
    expect(await migrate(pool, { schema: 'twice' })).toEqual(migrations.map(({ version }) => version));
    const { pool: listening, sent } = listeningTo(poolOn(url));
    expect(await migrate(listening, { schema: 'twice' })).toEqual([]);
    expect(sent.length).toBe(2);
    await listening.end();
  });

  it('work on what one that was interrupted left behind', async () => {
    await pool.query(migrationSchema('interrupted'));
    await pool.query(migrationTable('interrupted'));
    await migrate(pool, { schema: 'interrupted' });
    expect(await versions('interrupted')).toHaveLength(LATEST);
  });

  it('leave nothing of themselves where one of their statements fails', async () => {
    await pool.query('create schema half; create table half.sallyport_event (x integer)');
    await expect(migrate(pool, { schema: 'half' })).rejects.toMatchObject({ code: 'store-unavailable' });
    const { rows } = await pool.query("select table_name from information_schema.tables where table_schema = 'half'");
    expect(rows.map(({ table_name }) => table_name).sort()).toEqual(['sallyport_event', 'sallyport_migration']);
    expect(await versions('half')).toEqual([]);
  });

  it('need no right to create schemas where the schema is there', async () => {
    await pool.query(`create role humble login password 'humble'; create schema humble authorization humble`);
    const humble = poolOn(url.replace('postgres:test', 'humble:humble'), { max: 1 });
    await postgresStore(humble, { schema: 'humble' }).open();
    await expect(postgresStore(humble, { schema: 'other' }).open()).rejects.toMatchObject({ code: 'no-rights' });
    await humble.end();
  });

  it('are somebody else’s matter with migrate: never, and missed', async () => {
    const store = postgresStore(pool, { schema: 'elsewhere', migrate: 'never' });
    await expect(store.open()).rejects.toMatchObject({ code: 'not-migrated' });
    await pool.query(migrationSchema('elsewhere') + migrationTable('elsewhere'));
    for (const { sql } of migrations) await pool.query(sql('elsewhere'));
    await store.open();
    expect(await store.readPolicy(ACME)).toBeUndefined();
  });

  it('of a newer version are not touched', async () => {
    await migrate(pool, { schema: 'newer' });
    await pool.query(`insert into newer.sallyport_migration (version, name) values (${LATEST + 1}, 'of the future')`);
    for (const how of ['on-open', 'never'] as const) {
      const opening = postgresStore(pool, { schema: 'newer', migrate: how }).open();
      await expect(opening).rejects.toMatchObject({ code: 'newer-schema' });
    }
  });

  it('X40 of a newer version are used and not touched if they state that this version can use them', async () => {
    await migrate(pool, { schema: 'usable' });
    const future = `insert into usable.sallyport_migration (version, name, usable_from) values`;
    await pool.query(
      `${future} (${LATEST + 1}, 'adds a table', ${LATEST}), (${LATEST + 2}, 'adds another', ${LATEST - 1})`,
    );
    for (const how of ['on-open', 'never'] as const) {
      const store = postgresStore(pool, { schema: 'usable', migrate: how });
      await store.open();
      expect(await store.commit(change({ account: account(`of-${how}`) }))).toEqual({ outcome: 'committed' });
    }
    expect(await migrate(pool, { schema: 'usable' })).toEqual([]);
    await pool.query(`${future} (${LATEST + 3}, 'takes a column away', ${LATEST + 3})`);
    await expect(postgresStore(pool, { schema: 'usable' }).open()).rejects.toMatchObject({ code: 'newer-schema' });
  });

  it('X40 of a version that stated nothing are migrated', async () => {
    await pool.query(migrationSchema('silent') + migrationTable('silent'));
    await pool.query('alter table silent.sallyport_migration drop column usable_from');
    for (const { sql } of migrations.slice(0, 6)) await pool.query(sql('silent'));
    await postgresStore(pool, { schema: 'silent' }).open();
    expect(await versions('silent')).toHaveLength(LATEST);
  });

  it('a record of a newer version is an error with a name, not an absence', async () => {
    const store = postgresStore(pool, { schema: 'records' });
    await store.open();
    const uses = [{ key: 'm', expiresAt: NOW }];
    await store.commit(
      change({
        account: account('cleo'),
        uses,
        newSession: { session: session('s1', 'cleo'), consumes: { singleUse: 'm' } },
      }),
    );
    await pool.query(`update records.sallyport_account set doc = (doc::jsonb || '{"schema": 2}')::json`);
    const newer = { code: 'record-too-new' };
    await expect(store.readAccount(ACME, accountId('cleo'))).rejects.toMatchObject(newer);
    const step = { tenant: ACME, now: NOW, knownPolicy: 0, account: { kind: 'id', value: accountId('cleo') } } as const;
    await expect(store.beginStep(step)).rejects.toMatchObject(newer);
    const check = { tenant: ACME, tokenHash: 'token-of-s1', now: NOW, knownPolicy: 0, touchAfter: 0 };
    await expect(store.checkSession(check)).rejects.toMatchObject(newer);
  });
});
