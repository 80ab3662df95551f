import { sessionCheckedBefore } from '@sallyport/test-support/stores/checked-before';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('a session that was checked before', (driver) => {
  sessionCheckedBefore(async () => {
    const file = new TestFile(driver);
    return { stores: [sqliteStore(file.connect()), sqliteStore(file.connect())], close: file.close };
  });
});
