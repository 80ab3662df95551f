import { createHash } from 'node:crypto';

/** Where randomness comes from; `node:crypto` unless a host or a test brings its own. */
export type Random = (bytes: number) => Uint8Array;

/** A token a machine carries: 256 random bits, 43 characters of base64url. */
export function newToken(random: Random): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** A name that tells nothing: 128 random bits. */
export function newId(random: Random): string {
  return Buffer.from(random(16)).toString('base64url');
}

/** What is stored of a token. 256 bits of randomness need no key and no salt. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
