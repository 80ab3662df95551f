import { quotedSchema, type Tables, tablesIn } from '../tables.ts';
import { createTables } from './0001-tables.ts';
import { createVault } from './0002-vault.ts';
import { addOpenAttempts } from './0003-open-attempts.ts';
import { addProvedAtDevices } from './0004-proved-at-devices.ts';
import { createSamlRequests } from './0005-saml-requests.ts';
import { addEventStream } from './0006-event-stream.ts';
import { addPeople } from './0007-people.ts';
import { createLogBatches } from './0008-log-batches.ts';
import { createSessionCheck } from './0009-session-check.ts';
import { createStep } from './0010-step.ts';
import { addNames } from './0011-names.ts';
import { addOpenEnds } from './0012-open-ends.ts';
import { addPasskeys } from './0013-passkeys.ts';
import { readFlowLast } from './0014-flow-read-last.ts';
import { createReuse } from './0015-reuse.ts';
import { createOrganisations } from './0016-organisations.ts';

/** A migration from one version of the tables to the next. There are no migrations back. */
export interface Migration {
  /** Numbered from 1, without gaps. */
  readonly version: number;
  /** What the migration does, in a few words. */
  readonly name: string;
  /** Returns the SQL for a schema. Run the SQL as one transaction, after {@link migrationTable}. */
  readonly sql: (schema: string) => string;
}

/** All migrations, oldest first. */
export const migrations: readonly Migration[] = [
  numbered(1, 'tables', createTables),
  numbered(2, 'vault', createVault),
  numbered(3, 'open attempts', addOpenAttempts),
  numbered(4, 'proved at devices', addProvedAtDevices),
  numbered(5, 'saml requests', createSamlRequests),
  numbered(6, 'event stream', addEventStream),
  numbered(7, 'people', addPeople),
  numbered(8, 'log batches', createLogBatches),
  numbered(9, 'session check', createSessionCheck),
  numbered(10, 'step', createStep),
  numbered(11, 'names', addNames),
  numbered(12, 'open ends', addOpenEnds),
  numbered(13, 'passkeys', addPasskeys),
  numbered(14, 'flow read last', readFlowLast),
  numbered(15, 'reuse', createReuse),
  numbered(16, 'organisations', createOrganisations),
];

export const LATEST: number = migrations.length;

/** The oldest code that can use the tables after all migrations. */
export const USABLE_FROM = 6;

const STATED_FROM = 7;

/** SQL that creates the table of applied migrations, if the table does not exist. */
export function migrationTable(schema: string): string {
  return `create table if not exists ${tablesIn(schema).migration} (
  version integer primary key,
  name text not null,
  applied_at timestamptz not null default now(),
  usable_from integer
);
`;
}

/** SQL that creates the schema, if the schema does not exist. */
export function migrationSchema(schema: string): string {
  return `create schema if not exists ${quotedSchema(schema)};\n`;
}

/** Of two processes at once, the second waits, and then fails with a duplicate key. */
function numbered(version: number, name: string, statements: (tables: Tables) => string): Migration {
  const sql = (schema: string): string => {
    const tables = tablesIn(schema);
    const { migration } = tables;
    if (version < STATED_FROM)
      return `insert into ${migration} (version, name) values (${version}, '${name}');\n${statements(tables)}`;
    const column =
      version === STATED_FROM ? `alter table ${migration} add column if not exists usable_from integer;\n` : '';
    const row = `(${version}, '${name}', ${USABLE_FROM})`;
    return `${column}insert into ${migration} (version, name, usable_from) values ${row};\n${statements(tables)}`;
  };
  return { version, name, sql };
}
