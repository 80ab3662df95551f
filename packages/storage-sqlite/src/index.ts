export type { SqliteDatabase, SqliteStatement, SqliteValue } from './connection/database.ts';
export { SqliteStoreError, type SqliteStoreErrorCode } from './connection/errors.ts';
export { type SqliteStoreOptions, sqliteStore } from './sqlite-store.ts';
