import type { LogHashing } from './tree.ts';

/** An event as the log seals it: accounts have their pseudonyms, and the time is a text in ISO 8601. */
export interface SealedEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  /** The account, the author and further facts. */
  readonly [member: string]: unknown;
}

/**
 * An entry of the sealed log. `contents` is the hash of the event without the other three members. The entry stays when the host's retention
 * removes the event: it shows the type and the time of the removed event.
 */
export interface LogEntry {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly contents: string;
}

/** Returns the entry of an event. */
export function entryOf(hashing: LogHashing, { id, at, type, ...contents }: SealedEvent): LogEntry {
  return { id, at, type, contents: hashing.text(2, canonicalJson(contents)) };
}

/** Returns the leaf hash of an entry. */
export function leafOf(hashing: LogHashing, { id, at, type, contents }: LogEntry): string {
  return hashing.text(0, canonicalJson({ at, contents, id, type }));
}

/**
 * Writes a JSON value in one way only: members in the order of their names, without space, and without members that are `undefined` (as RFC 8785).
 * A store may return the members of an object in another order.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** The signed statement that the log has `size` events with this root. */
export interface LogHead {
  /** The number of events. */
  readonly size: number;
  /** The root of the Merkle tree over the events, in base64url. */
  readonly root: string;
  /** When the log was sealed: ISO 8601. */
  readonly at: string;
  /** The Ed25519 signature (RFC 8032) of {@link headText}, in base64url. */
  readonly signature: string;
  /** The thumbprint of the public key (RFC 7638). */
  readonly keyId: string;
}

/** The text that the signature of a head signs. */
export function headText({ size, root, at }: Pick<LogHead, 'size' | 'root' | 'at'>): string {
  return `sallyport log head v1\n${size}\n${root}\n${at}\n`;
}

/** A public key of heads, as a JWK (RFC 8037). */
export interface LogKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}
