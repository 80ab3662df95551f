import type { Timestamp } from 'mongodb';

/** One collection: a transaction needs only one command for all writes. The server never interprets the keys of `json`. */
export interface Stored extends Place {
  readonly id?: string;
  readonly version?: number;
  /** TTL indexes work only with dates. */
  readonly ends?: Date;
  /** Flow, look-up key: the `_id` of the account's document. */
  readonly account?: string;
  /** Flow, look-up key, account: the account id (`sortable`). */
  readonly owner?: string;
  /** Session: the `_id` of the account's document. Membership: of the organisation's. */
  readonly holder?: string;
  /** Session, event: the account id (`sortable`). */
  readonly of?: string;
  /** Session, event: creation. Sign-in: 0 before the first. Device: last seen. Failures: start of the hour. */
  readonly at?: number;
  /** The order among events of the same instant. */
  readonly seq?: Timestamp;
  /** Absent until a reader of the stream places the event. */
  readonly place?: number;
  /** Event: 1 until placed. Event stream: 1 while there are places behind the sealed log. */
  readonly fresh?: number;
  readonly type?: string;
  /** Absent after `markNotified`. */
  readonly recipients?: string;
  readonly names?: readonly string[];
  readonly label?: string;
  readonly created?: number;
  readonly profile?: string;
  /** The policy's version of the profile. */
  readonly judged?: number;
  readonly until?: number;
  /** Membership, version of an organisation: the id (`sortable`). */
  readonly organisation?: string;
  /** Organisation: when it was removed. */
  readonly removed?: number;
  /** Organisation: 1 from the removal until the sweep. */
  readonly remains?: number;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly json?: string;

  /** The hash of the device's token. */
  readonly device?: string;
  readonly subject?: string;
  readonly authenticator?: string;
  readonly recent?: number;
  /** Event stream: places given. Reuse: milliseconds. */
  readonly total?: number;
  readonly first?: number;
  readonly lockedUntil?: number;
  /** Absent in counters that only an older version wrote. */
  readonly openEnds?: readonly number[];
  readonly admitted?: boolean;
}

/** With the shard key in every filter for one document, `mongos` asks one shard. */
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
  | 'reuse'
  | 'organisation'
  | 'organisation-version'
  | 'membership'
  | 'layout';

export const ENDED: Date = new Date(0);

/** Of a `Date`, in milliseconds. */
const LATEST = 8_640_000_000_000_000;

export function dateOf(instant: number): Date {
  return new Date(Math.min(instant, LATEST));
}

/** For hints: the planner then considers no other index. */
export const BY_ID = '_id_';
