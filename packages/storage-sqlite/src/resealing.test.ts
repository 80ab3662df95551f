import { resealing } from '@sallyport/test-support/stores/resealing';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('secrets that are sealed anew over SQLite', (driver) => {
  resealing(async () => {
    const file = new TestFile(driver);
    return { store: sqliteStore(file.connect()), close: file.close };
  });
});
