import { quotedSchema, type Tables, tablesIn } from '../tables.ts';
import { createTables } from './0001-tables.ts';
import { createVault } from './0002-vault.ts';
import { addOpenAttempts } from './0003-open-attempts.ts';

/** A step from one version of the tables to the next. There is no way back. */
export interface Migration {
  /** Numbered from 1, without gaps. */
  readonly version: number;
  readonly name: string;
  /** The statements, for tables in this schema: to be run as one transaction, after {@link migrationTable}. */
  readonly sql: (schema: string) => string;
}

/** Every migration there is, oldest first. */
export const migrations: readonly Migration[] = [
  numbered(1, 'tables', createTables),
  numbered(2, 'vault', createVault),
  numbered(3, 'open attempts', addOpenAttempts),
];

/** The version that this package works on. */
export const LATEST: number = migrations.length;

/** Where the versions that were applied are noted. Does no harm if it is there. */
export function migrationTable(schema: string): string {
  return `create table if not exists ${tablesIn(schema).migration} (
  version integer primary key,
  name text not null,
  applied_at timestamptz not null default now()
);
`;
}

/** The schema that holds the tables. Does no harm if it is there. */
export function migrationSchema(schema: string): string {
  return `create schema if not exists ${quotedSchema(schema)};\n`;
}

/** Notes its version first: of two processes at once, the other waits there, and then learns that it is done. */
function numbered(version: number, name: string, statements: (tables: Tables) => string): Migration {
  const sql = (schema: string): string => {
    const tables = tablesIn(schema);
    return `insert into ${tables.migration} (version, name) values (${version}, '${name}');\n${statements(tables)}`;
  };
  return { version, name, sql };
}
