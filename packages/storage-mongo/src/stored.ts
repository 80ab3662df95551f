import type { Timestamp } from 'mongodb';

/**
 * A document as it is kept. All kinds are in one collection: a transaction then needs one command for all its writes.
 *
 * What `record` holds is the record of the port, but for what may be any JSON (a continuation, a policy, the details
 * of an event): that is in `json` as text, where no key of it means anything to the server.
 */
export interface Stored extends Place {
  /** Of a flow or a session: what its guard names. */
  readonly id?: string;
  readonly version?: number;
  /** When it is over: live before that instant. Of a date, because only dates are swept by the server. */
  readonly ends?: Date;
  /** Of a flow, an identifier, a passkey or a host's key: the `_id` of its account, and the account. */
  readonly account?: string;
  readonly owner?: string;
  /** Of a session: the `_id` of its account. */
  readonly holder?: string;
  /** Of a session or an event: the account in whose lists it is. */
  readonly of?: string;
  /** Of a session or an event: when it came about. Of a device: when it was last seen. Of failures: their hour. */
  readonly at?: number;
  /** Of an event: its place among those of one instant, given by the server as it is written. */
  readonly seq?: Timestamp;
  readonly type?: string;
  /** Of an event: whom to tell, as JSON; absent once they are told. */
  readonly tell?: string;
  /** Of an account: what a search finds it by, in lower case. */
  readonly names?: readonly string[];
  readonly record?: Readonly<Record<string, unknown>>;
  readonly json?: string;

  /** Of a counter, or a device: the hash of the device's token. */
  readonly device?: string;
  readonly subject?: string;
  readonly authenticator?: string;
  readonly recent?: number;
  /** Of a counter, or of failures. */
  readonly total?: number;
  readonly first?: number;
  readonly lockedUntil?: number;
  readonly open?: number;
  readonly openUntil?: number;
  /** Whether the last attempt was admitted: all that a refused one changes. */
  readonly admitted?: boolean;
}

/** What every filter that finds one document names, so that a router knows which shard has it. */
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
  | 'vault'
  | 'flow'
  | 'session'
  | 'device'
  | 'mark'
  | 'counter'
  | 'policy'
  | 'policy-version'
  | 'administrators'
  | 'event'
  | 'failures'
  | 'layout';

/** The end of what was ended rather than ran out: such a document is as good as absent, and is swept. */
export const ENDED: Date = new Date(0);

/** The longest a date can be. */
const LATEST = 8_640_000_000_000_000;

/** An instant as the server's own sweep needs it. */
export function dateOf(instant: number): Date {
  return new Date(Math.min(instant, LATEST));
}

/** The index of what is looked up by its `_id`: named, so that the server weighs no other. */
export const BY_ID = '_id_';
