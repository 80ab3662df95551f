/**
 * `@sallyport/storage-postgres`: a store on the host's Postgres database.
 *
 * @packageDocumentation
 */
export { PostgresStoreError, type PostgresStoreErrorCode } from './errors.ts';
export { migrate } from './migrate.ts';
export { type Migration, migrationSchema, migrations, migrationTable } from './migrations/index.ts';
export { type PostgresStoreOptions, postgresStore } from './postgres-store.ts';
export type { Answer, Queryable } from './queryable.ts';
