/**
 * `@sallyport/store`: the port, its records, and the functions that all stores share, for authors of a store. The documentation of the
 * port states its promises, and `@sallyport/testing/store` tests them.
 * @packageDocumentation
 */
export { MAIL_COUNTERS } from '@sallyport/core/lockout';
export { type AnswerOf, type CheckStatements, checksTogether } from './checks-together.ts';
export type * from './commit.ts';
export { actorName } from './event-record.ts';
export { EVENT_TYPES } from './event-types.ts';
export { eventsWritten } from './events-written.ts';
export { isStoreUnavailable, RecordTooNew, StoreUnavailable } from './faults.ts';
export { inLaterTurn } from './later-turn.ts';
export { DAYS_KEPT, DEVICES_PER_ACCOUNT, MEMBERSHIPS_PER_ACCOUNT, unknownCounterKept } from './limits.ts';
export type * from './log-batch-record.ts';
export {
  externalIdKey,
  type Keyed,
  keepsKeys,
  type LookUpKey,
  lookUpKeysOf,
  nameInOrder,
  pastAddresses,
  searchedNames,
  searchedWords,
} from './look-up-keys.ts';
export { hasOrganisations, removesTenants } from './optional-parts.ts';
export { type Listed, type Page, pageOf, placeOf } from './page.ts';
export { type ParsedSession, ParsedSessions, type SessionSource } from './parsed-sessions.ts';
export type * from './people.ts';
export type * from './port.ts';
export { currentRecord, RECORD_SCHEMA, type StoredRecord } from './record-schema.ts';
export type * from './records.ts';
export { type TenantStoresOptions, tenantStores } from './tenant-stores.ts';
export type * from './vault-record.ts';
