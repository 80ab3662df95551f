import { fileURLToPath } from 'node:url';
import { reusedChecks } from '@sallyport/test-support/stores/reused-checks';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('session checks of several processes', (driver) => {
  reusedChecks({
    program: fileURLToPath(new URL('testing/reusing-process.test-support.ts', import.meta.url)),
    external: ['better-sqlite3'],
    database: async () => {
      const file = new TestFile(driver);
      return { address: `${driver.name} ${file.path}`, close: file.close };
    },
  });
});
