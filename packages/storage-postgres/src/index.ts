/**
 * `@sallyport/storage-postgres`: a store on the host's Postgres database.
 *
 * @packageDocumentation
 */
export { PostgresStoreError, type PostgresStoreErrorCode } from './connection/errors.ts';
export type { Answer, Queryable } from './connection/queryable.ts';
export { type PostgresStoreOptions, postgresStore } from './postgres-store.ts';
export { migrate } from './schema/migrate.ts';
export { type Migration, migrationSchema, migrations, migrationTable } from './schema/migrations/migrations.ts';
