import { ACME, account, accountId, change } from '@sallyport/test-support/stores/records';
import { sampleMembership, sampleOrganisation } from '@sallyport/testing/store';
import { expect, it } from 'vitest';
import type { SqliteDatabase } from './connection/database.ts';
import { REUSE, TABLES } from './schema/tables.ts';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

it('X26 an unknown option, and an option with another value, are refused at once', () => {
  const database = { exec: () => {}, prepare: () => {} } as unknown as SqliteDatabase;
  expect(() => sqliteStore(database, Object({ busyTimeot: '1s' }))).toThrow(
    new TypeError("sqliteStore: there is no member 'busyTimeot'; did you mean 'busyTimeout'?"),
  );
  expect(() => sqliteStore(database, Object({ synchronous: 'off' }))).toThrow(
    new TypeError("sqliteStore: synchronous is 'off'; it has to be 'full' or 'normal'"),
  );
  for (const busyTimeout of ['5', '2h', '-1s'])
    expect(() => sqliteStore(database, { busyTimeout })).toThrow(expect.objectContaining({ code: 'bad-duration' }));
});

it('X26 an object that is no database is refused at once', () => {
  for (const wrong of [undefined, 'sallyport.db', {}, { query: () => {} }])
    expect(() => sqliteStore(wrong as unknown as SqliteDatabase)).toThrow(
      expect.objectContaining({ code: 'wrong-database' }),
    );
});

it('X26 a driver that answers later, or in numbers of another kind, is refused when the store is opened', async () => {
  for (const answer of [Promise.resolve({ one: 1 }), { one: 1n }]) {
    const prepare = () => ({ get: () => answer, all: () => [], run: () => ({ changes: 0 }) });
    const store = sqliteStore({ exec: () => {}, prepare });
    await expect(store.open()).rejects.toMatchObject({ code: 'wrong-database' });
  }
});

onSqlite('the file of a store', (driver) => {
  const tried = async (act: (file: TestFile) => Promise<void>): Promise<void> => {
    const file = new TestFile(driver);
    try {
      await act(file);
    } finally {
      await file.close();
    }
  };

  it('X26 has a write-ahead log, and waits for the disk at each commit', () =>
    tried(async (file) => {
      const database = file.connect();
      await sqliteStore(database).open();
      const setting = (name: string): unknown => Object.values(Object(database.prepare(`pragma ${name}`).get()))[0];
      expect(setting('journal_mode')).toBe('wal');
      expect(setting('synchronous')).toBe(2);
      const relaxed = file.connect();
      await sqliteStore(relaxed, { synchronous: 'normal' }).open();
      expect(relaxed.prepare('pragma synchronous').get()).toEqual({ synchronous: 1 });
    }));

  it('X26 is opened by several connections at once, and again', () =>
    tried(async (file) => {
      const stores = Array.from({ length: 5 }, () => sqliteStore(file.connect()));
      await Promise.all(stores.map((store) => store.open()));
      await stores[0]?.open();
      expect(file.connect().prepare('select count(*) as steps from sallyport_migration').get()).toEqual({ steps: 3 });
    }));

  it('X40 of the version before gets organisations, and a process of that version leaves no membership of a deleted account', () =>
    tried(async (file) => {
      const former = file.connect();
      former.exec(`${TABLES}${REUSE}
        create table sallyport_migration (version integer primary key, usable_from integer not null) strict;
        insert into sallyport_migration (version, usable_from) values (1, 1), (2, 1)`);
      const store = sqliteStore(file.connect());
      await store.open();
      await store.commit(change({ account: account('cleo'), organisation: sampleOrganisation(ACME, 'o1') }));
      await store.commit(change({ membership: sampleMembership(ACME, 'o1', 'cleo') }));
      expect(await store.listMembershipsOf?.(ACME, accountId('cleo'))).toHaveLength(1);
      former.exec(`delete from sallyport_account where id = 'cleo'`);
      expect(former.prepare('select count(*) as members from sallyport_membership').get()).toEqual({ members: 0 });
    }));

  it('X26 with tables of a newer version is refused, unless they say that this version can use them', () =>
    tried(async (file) => {
      const database = file.connect();
      await sqliteStore(database).open();
      database.exec('insert into sallyport_migration (version, usable_from) values (4, 3)');
      await sqliteStore(database).open();
      database.exec('insert into sallyport_migration (version, usable_from) values (5, 5)');
      await expect(sqliteStore(database).open()).rejects.toMatchObject({
        code: 'newer-schema',
        message: expect.stringContaining('version 5'),
      });
    }));

  it('X26 in another encoding is refused', () =>
    tried(async (file) => {
      const database = file.connect();
      database.exec(`pragma encoding = 'UTF-16le'; create table own (id text)`);
      await expect(sqliteStore(database).open()).rejects.toMatchObject({ code: 'wrong-encoding' });
    }));

  it('X26 that cannot be written is refused', () =>
    tried(async (file) => {
      const database = file.connect();
      database.exec('pragma journal_mode = wal; create table own (id text); pragma query_only = on');
      await expect(sqliteStore(database).open()).rejects.toMatchObject({ code: 'read-only' });
    }));

  it('X26 keeps its journal in another way only in memory', () =>
    tried(async (file) => {
      const database = file.connect();
      await sqliteStore(driver.open(':memory:')).open();
      const prepare: SqliteDatabase['prepare'] = (sql) =>
        database.prepare(sql === 'pragma journal_mode = wal' ? `select 'delete' as journal_mode` : sql);
      await expect(sqliteStore({ exec: (sql) => database.exec(sql), prepare }).open()).rejects.toMatchObject({
        code: 'no-write-ahead-log',
      });
    }));
});
