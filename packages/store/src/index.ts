/**
 * `@sallyport/store`: the port, its records, and what every store shares, for those who write a store. The
 * promises of the port are in its documentation, and `@sallyport/testing/store` tries them.
 *
 * @packageDocumentation
 */
export { MAIL_COUNTERS } from '@sallyport/core/lockout';
export { EVENT_TYPES } from './event-types.ts';
export { eventsWritten } from './events-written.ts';
export { externalIdKey } from './external-id-key.ts';
export { isStoreUnavailable, RecordTooNew, StoreUnavailable } from './faults.ts';
export { DEVICES_PER_ACCOUNT, unknownCounterKept } from './limits.ts';
export { type Keyed, keepsKeys, type LookUpKey, lookUpKeysOf, searchedNames } from './look-up-keys.ts';
export { consumedFlows, refuseMalformed } from './malformed-commit.ts';
export { pageOf, placeOf } from './page.ts';
export { type ParsedSession, ParsedSessions, type SessionSource } from './parsed-sessions.ts';
export type * from './port.ts';
export { currentRecord, RECORD_SCHEMA, type StoredRecord } from './record-schema.ts';
export type * from './records.ts';
export type * from './vault-record.ts';
