import { RecordTooNew } from './faults.ts';

/** The current schema of every record with a `schema`: accounts, vaults, flows, SAML requests, sessions, and batches of the sealed log. */
export const RECORD_SCHEMA = 1;

/** A stored record, of any schema. */
export interface StoredRecord {
  /** The version of the record's form. A record without upgrade is a record of {@link RECORD_SCHEMA}. */
  readonly schema: number;
}

export type Upgrade = (record: StoredRecord) => StoredRecord;

/**
 * From each older schema. Schema 0 is the schema of the drafts. A new schema adds an upgrade here and raises `RECORD_SCHEMA`. A new optional member
 * needs no new schema. A record is upgraded when read, and stored with its next change.
 */
const UPGRADES: readonly Upgrade[] = [(draft) => ({ ...draft, schema: 1 })];

/**
 * Returns a stored record in the current schema. Every store reads the records with a `schema` through this function. Three exceptions read
 * one member as it is stored, and every schema keeps this member: a removal of sessions compares `bindings`, so that a commit ends the sessions of
 * every schema, `listPeople` compares the `epoch` of the sessions that it counts, and `listVaultWays` lists the kinds of envelopes.
 *
 * @throws RecordTooNew if a newer version wrote the record
 */
export function currentRecord<Current extends StoredRecord>(stored: StoredRecord): Current {
  return upgraded(stored, UPGRADES) as Current;
}

/** @throws RecordTooNew if the record's schema is newer */
export function upgraded(stored: StoredRecord, upgrades: readonly Upgrade[]): StoredRecord {
  if (!(stored.schema <= upgrades.length)) throw new RecordTooNew(stored.schema, upgrades.length);
  return upgrades.slice(stored.schema).reduce((record, upgrade) => upgrade(record), stored);
}
