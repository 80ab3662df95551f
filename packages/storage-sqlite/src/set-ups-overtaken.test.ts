import { setUpsOvertaken } from '@sallyport/test-support/stores/set-ups-overtaken';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('a set-up over SQLite', (driver) => {
  setUpsOvertaken(async () => {
    const file = new TestFile(driver);
    return { store: sqliteStore(file.connect()), close: file.close };
  });
});
