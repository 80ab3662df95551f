import { deletionsTold } from '@sallyport/test-support/stores/deletions-told';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('a host told of deletions over SQLite', (driver) => {
  deletionsTold(async () => {
    const file = new TestFile(driver);
    return { store: sqliteStore(file.connect()), close: file.close };
  });
});
