import { sessionLimit } from '@sallyport/test-support/stores/session-limit';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('the number of sessions of an account', (driver) => {
  sessionLimit(async () => {
    const file = new TestFile(driver);
    return { store: sqliteStore(file.connect()), close: file.close };
  });
});
