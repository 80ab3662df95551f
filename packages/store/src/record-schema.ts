import { RecordTooNew } from './faults.ts';

/** The schema in which accounts, flows and sessions are written today. */
export const RECORD_SCHEMA = 1;

/** A record as it stands in a store, in whatever schema it was written. */
export interface StoredRecord {
  readonly schema: number;
}

/** Brings a record from its schema to the next. */
export type Upgrade = (record: StoredRecord) => StoredRecord;

/**
 * One step for each schema there was: the first brings schema 0, that of the drafts, to 1. A schema that is to come adds its step
 * here and its number above; records are upgraded as they are read, and written anew with their next change.
 */
const UPGRADES: readonly Upgrade[] = [(draft) => ({ ...draft, schema: 1 })];

/**
 * A record as this version knows it, from what stands in a store. Every store reads accounts, flows and sessions through here.
 *
 * @throws RecordTooNew if a newer version wrote it
 */
export function currentRecord<Current extends StoredRecord>(stored: StoredRecord): Current {
  return upgraded(stored, UPGRADES) as Current;
}

/**
 * The record after all the steps that its schema has not seen yet.
 *
 * @throws RecordTooNew if its schema is beyond the last step
 */
export function upgraded(stored: StoredRecord, upgrades: readonly Upgrade[]): StoredRecord {
  if (!(stored.schema <= upgrades.length)) throw new RecordTooNew(stored.schema, upgrades.length);
  return upgrades.slice(stored.schema).reduce((record, upgrade) => upgrade(record), stored);
}
