import type { Timestamp } from 'mongodb';

/**
 * A stored document. All kinds of documents are in one collection: a transaction then needs only one command for all writes.
 *
 * `record` holds the record of the port. Values that may be any JSON (a continuation, a SAML response, a policy, the details of an event) are stored as
 * text in `json`: the server never interprets the keys of such a value.
 */
export interface Stored extends Place {
  /** Flow, SAML request, session: the id that a guard names. */
  readonly id?: string;
  readonly version?: number;
  /** The end: the document is live before this instant. A `Date`, because TTL indexes work only with dates. */
  readonly ends?: Date;
  /** Flow, look-up key: the `_id` of the account's document. */
  readonly account?: string;
  /** Flow, look-up key, account: the account id (`sortable`). */
  readonly owner?: string;
  /** Session: the `_id` of the account's document. */
  readonly holder?: string;
  /** Session, event: the account id (`sortable`), for lists of the account. */
  readonly of?: string;
  /** Session, event: instant of creation. Sign-in: the last sign-in, 0 before the first. Device: when the device was last seen. Failures: start of the hour. */
  readonly at?: number;
  /** Event: the order among events of the same instant. The server sets this timestamp. */
  readonly seq?: Timestamp;
  /** Event: the place in the stream of the tenant. Absent until a reader of the stream places the event. */
  readonly place?: number;
  /** Event: 1 until the event has its place. Event stream: 1 while there are places behind the sealed log. */
  readonly fresh?: number;
  readonly type?: string;
  /** Event: whom to notify, as JSON. Absent after `markNotified`. */
  readonly recipients?: string;
  /** Account: the names that a search compares, in lower case. */
  readonly names?: readonly string[];
  /** Account: the first identifier in small letters (`sortable`), when the account was made, and the account's profile. */
  readonly label?: string;
  readonly created?: number;
  readonly profile?: string;
  /** Account: the version of the policy, and the end, of the profile. */
  readonly judged?: number;
  readonly until?: number;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly json?: string;

  /** Counter, device: the hash of the device's token. */
  readonly device?: string;
  readonly subject?: string;
  readonly authenticator?: string;
  readonly recent?: number;
  /** Counter, failures. Event stream: the number of places that were given. */
  readonly total?: number;
  readonly first?: number;
  readonly lockedUntil?: number;
  /** Counter: the end of each open attempt's time. Absent in counters that only an older version wrote. */
  readonly openEnds?: readonly number[];
  /** Counter: whether the last attempt was admitted. A refused attempt changes only this field. */
  readonly admitted?: boolean;
}

/** The fields in every filter for one document. `tenant` and `part` are the shard key: with both, `mongos` asks one shard. */
export interface Place {
  readonly _id: string;
  readonly tenant: string;
  readonly part: string;
  readonly kind: Kind;
}

export type Kind =
  | 'account'
  | 'identifier'
  | 'passkey'
  | 'host-key'
  | 'external-id'
  | 'sign-in'
  | 'day'
  | 'vault'
  | 'flow'
  | 'saml-request'
  | 'session'
  | 'device'
  | 'single-use'
  | 'counter'
  | 'policy'
  | 'policy-version'
  | 'administrators'
  | 'event'
  | 'event-stream'
  | 'log-batch'
  | 'failures'
  | 'layout';

/** `ends` of a document that was marked as deleted. The document counts as absent, and the sweep removes the document. */
export const ENDED: Date = new Date(0);

/** The latest instant that a `Date` can hold, in milliseconds. */
const LATEST = 8_640_000_000_000_000;

/** Converts an instant to a `Date`, which the TTL index needs. */
export function dateOf(instant: number): Date {
  return new Date(Math.min(instant, LATEST));
}

/** Name of the `_id` index, for hints: the planner then considers no other index. */
export const BY_ID = '_id_';
