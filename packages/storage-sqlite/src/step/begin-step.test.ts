import { ACME, account, accountId, change, flow, NOW } from '@sallyport/test-support/stores/records';
import { expect, it } from 'vitest';
import type { SqliteDatabase } from '../connection/database.ts';
import { sqliteStore } from '../sqlite-store.ts';
import { onSqlite, TestFile } from '../testing/sqlite.test-support.ts';

onSqlite('a step', (driver) => {
  it('X4 if a commit falls between its reads, does not see an account that is newer than the flow', async () => {
    const file = new TestFile(driver);
    const database = file.connect();
    const writer = file.connect();
    const cleo = accountId('cleo');
    let meets = false;
    const met: SqliteDatabase = {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => {
        const statement = database.prepare(sql);
        const get: typeof statement.get = (...values) => {
          // Another process moves both records before the step reads the account.
          if (meets && sql.includes('from sallyport_account a'))
            writer.exec(`update sallyport_account set doc = json_set(doc, '$.version', 9);
              update sallyport_flow set doc = json_set(doc, '$.version', 9)`);
          return statement.get(...values);
        };
        return { get, all: (...values) => statement.all(...values), run: (...values) => statement.run(...values) };
      },
    };
    const store = sqliteStore(met);
    await store.open();
    await store.commit(change({ account: account('cleo'), flow: flow('f1', { accountId: cleo }) }));
    meets = true;
    const step = { tenant: ACME, now: NOW, knownPolicy: 0, flowHash: 'token-of-f1' };
    const { account: read, flow: theirs } = await store.beginStep(step);
    expect([read?.version, theirs?.version]).toEqual([1, 1]);
    expect((await store.readAccount(ACME, cleo))?.version).toBe(9);
    await file.close();
  });
});
