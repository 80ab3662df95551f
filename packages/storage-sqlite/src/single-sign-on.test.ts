import { EACH_ONCE, signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { expect, it } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('single sign-on over SQLite', (driver) => {
  it('X3 a state, a response and what a provider issued once work once', async () => {
    const file = new TestFile(driver);
    expect(await signOnRaces(sqliteStore(file.connect()))).toEqual(EACH_ONCE);
    await file.close();
  });
});
