import { createHash, createHmac } from 'node:crypto';

/**
 * What a former system did to the typed password before its password hash. A stored hash has the name in front: `~sha256-hex~$2b$…`. Without such a name,
 * the system hashed the typed password itself.
 */
export type PreHash =
  /** Nothing. The hash has the cost of Sallyport's own hashes, but another system made it: from a text in any normal form. */
  | 'as-typed'
  /** Meteor, and Django's `bcrypt_sha256`. */
  | 'sha256-hex'
  /** Version 1 of passlib's `bcrypt_sha256`. */
  | 'sha256-base64'
  /** Version 2 of passlib's `bcrypt_sha256`. The key is the text of bcrypt's salt. */
  | 'hmac-sha256-base64'
  /** WordPress since 6.8, whose sign-in takes white space at both ends away. */
  | 'wp-sha384';

const PRE_HASHES: Readonly<Record<PreHash, (typed: string, hash: string) => string>> = {
  'as-typed': (typed) => typed,
  'sha256-hex': (typed) => createHash('sha256').update(typed).digest('hex'),
  'sha256-base64': (typed) => createHash('sha256').update(typed).digest('base64'),
  'hmac-sha256-base64': (typed, hash) => createHmac('sha256', hash.slice(7, 29)).update(typed).digest('base64'),
  'wp-sha384': (typed) => createHmac('sha384', 'wp-sha384').update(withoutEnds(typed)).digest('base64'),
};

/** The white space that PHP's `trim` takes away. */
function withoutEnds(typed: string): string {
  return typed.replace(/^[ \t\n\r\0\v]+/, '').replace(/[ \t\n\r\0\v]+$/, '');
}

/** What the former system gave to its password hash for a typed text. `hash` is the stored hash without the name of the pre-hash. */
export function preHashed(before: PreHash | undefined, typed: string, hash: string): string {
  return before === undefined ? typed : PRE_HASHES[before](typed, hash);
}

/** Parts a stored hash into the pre-hash, if there is one, and the hash. `undefined` if the pre-hash is unknown. */
export function splitPreHash(stored: string): { readonly before?: PreHash; readonly hash: string } | undefined {
  const [whole, name] = /^~([^~]*)~/.exec(stored) ?? [];
  if (whole === undefined) return { hash: stored };
  const before = Object.keys(PRE_HASHES).find((one): one is PreHash => one === name);
  return before && { before, hash: stored.slice(whole.length) };
}

/** The stored text of a hash with a pre-hash. */
export function withPreHash(before: PreHash, hash: string): string {
  return `~${before}~${hash}`;
}
