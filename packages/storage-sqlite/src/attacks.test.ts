import { attacks } from '@sallyport/test-support/stores/attacks';
import { afterAll, describe } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('an attacker over SQLite', (driver) => {
  const files: TestFile[] = [];
  // An engine may write after its test has ended: the connections stay open until the process ends.
  afterAll(() => {
    for (const file of files) file.remove();
  });

  describe('who tries what was demonstrated', () =>
    attacks(() => {
      const file = new TestFile(driver);
      files.push(file);
      return sqliteStore(file.connect());
    }));
});
