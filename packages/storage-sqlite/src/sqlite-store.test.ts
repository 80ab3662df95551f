import { storeConformance } from '@sallyport/testing/store';
import { describe, it } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

const TABLES = {
  account: 'account',
  vault: 'vault',
  flow: 'flow',
  samlRequest: 'saml_request',
  session: 'session',
} as const;

onSqlite('on a file of SQLite', (driver) => {
  storeConformance({
    describe,
    it,
    create: async () => {
      const file = new TestFile(driver);
      return { store: sqliteStore(file.connect()), close: file.close };
    },
    createPlantable: async () => {
      const file = new TestFile(driver);
      const database = file.connect();
      return {
        store: sqliteStore(database),
        plant: async ({ kind, tenant, id, record }) => {
          const key = kind === 'vault' ? 'account_id' : 'id';
          database
            .prepare(`update sallyport_${TABLES[kind]} set doc = ? where tenant = ? and ${key} = ?`)
            .run(JSON.stringify(record), tenant, id);
        },
        close: file.close,
      };
    },
    createSeverable: async () => {
      const file = new TestFile(driver);
      const database = file.connect();
      return {
        store: sqliteStore(database),
        sever: async () => {
          database.close();
        },
        close: file.close,
      };
    },
  });
});
