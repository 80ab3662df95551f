import { RecordTooNew } from './faults.ts';

/** Of accounts, vaults, flows, SAML requests, sessions, and batches of the sealed log. */
export const RECORD_SCHEMA = 1;

export interface StoredRecord {
  /** Of the record's form. */
  readonly schema: number;
}

export type Upgrade = (record: StoredRecord) => StoredRecord;

/**
 * From each older schema. Schema 0 is the schema of the drafts. A new schema adds an upgrade here and raises `RECORD_SCHEMA`. A new optional member
 * needs no new schema. A record is upgraded when read, and stored with its next change.
 */
const UPGRADES: readonly Upgrade[] = [(draft) => ({ ...draft, schema: 1 })];

/**
 * Every store reads through this function. Three members are read as stored, and stay in every schema: `bindings` (removals), `epoch` of a session
 * (`listPeople`), and the kinds of envelopes (`listVaultWays`).
 *
 * @throws RecordTooNew
 */
export function currentRecord<Current extends StoredRecord>(stored: StoredRecord): Current {
  return upgraded(stored, UPGRADES) as Current;
}

/** @throws RecordTooNew if the record's schema is newer */
export function upgraded(stored: StoredRecord, upgrades: readonly Upgrade[]): StoredRecord {
  if (!(stored.schema <= upgrades.length)) throw new RecordTooNew(stored.schema, upgrades.length);
  return upgrades.slice(stored.schema).reduce((record, upgrade) => upgrade(record), stored);
}
