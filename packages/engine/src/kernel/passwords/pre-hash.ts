import { createHash, createHmac } from 'node:crypto';
import type { PepperedFormat } from '../../contract/index.ts';

export type PreHash =
  | PepperedFormat
  /** Another system made the hash at Sallyport's cost, from a text in any normal form. */
  | 'as-typed'
  /** Meteor, and Django's `bcrypt_sha256`. */
  | 'sha256-hex'
  /** passlib, version 1. */
  | 'sha256-base64'
  /** passlib, version 2. */
  | 'hmac-sha256-base64'
  /** WordPress since 6.8. */
  | 'wp-sha384'
  /** Request Tracker: the bytes. */
  | 'sha512';

/** @throws ProviderUnavailable if the host does not give the pepper. */
export type Pepper = (system: PepperedFormat) => string;

const PRE_HASHES: Readonly<Record<PreHash, (typed: string, hash: string, pepper: Pepper) => string | Buffer>> = {
  'as-typed': (typed) => typed,
  'sha256-hex': (typed) => createHash('sha256').update(typed).digest('hex'),
  'sha256-base64': (typed) => createHash('sha256').update(typed).digest('base64'),
  'hmac-sha256-base64': (typed, hash) => createHmac('sha256', hash.slice(7, 29)).update(typed).digest('base64'),
  'wp-sha384': (typed) => createHmac('sha384', 'wp-sha384').update(withoutEnds(typed)).digest('base64'),
  sha512: (typed) => createHash('sha512').update(typed).digest(),
  'flask-security': (typed, _, pepper) => createHmac('sha512', pepper('flask-security')).update(typed).digest('base64'),
  devise: (typed, _, pepper) => typed.toWellFormed() + pepper('devise'),
};

/** The white space that PHP's `trim` takes away. */
function withoutEnds(typed: string): string {
  return typed.replace(/^[ \t\n\r\0\v]+/, '').replace(/[ \t\n\r\0\v]+$/, '');
}

export function preHashed(before: PreHash | undefined, typed: string, hash: string, pepper: Pepper): string | Buffer {
  return before === undefined ? typed : PRE_HASHES[before](typed, hash, pepper);
}

export function splitPreHash(stored: string): { readonly before?: PreHash; readonly hash: string } | undefined {
  const [whole, name] = /^~([^~]*)~/.exec(stored) ?? [];
  if (whole === undefined) return { hash: stored };
  const before = Object.keys(PRE_HASHES).find((one): one is PreHash => one === name);
  return before && { before, hash: stored.slice(whole.length) };
}

export function withPreHash(before: PreHash, hash: string): string {
  return `~${before}~${hash}`;
}

const BCRYPT_BYTES = 72;

/** Symfony digests a password that bcrypt would cut, and marks the hash with nothing. */
export function ofLongPassword(typed: string, hash: string): string | undefined {
  if (!hash.startsWith('$2y$') || Buffer.byteLength(typed) <= BCRYPT_BYTES) return undefined;
  return createHash('sha512').update(typed).digest('base64');
}
