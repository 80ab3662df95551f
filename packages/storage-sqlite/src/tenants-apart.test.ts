import { oneRpId } from '@sallyport/test-support/stores/one-rp-id';
import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('two tenants over SQLite', (driver) => {
  const open = async () => {
    const file = new TestFile(driver);
    return { store: sqliteStore(file.connect()), close: file.close };
  };
  tenantsApart(open);
  oneRpId(open);
});
