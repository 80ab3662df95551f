import { hash, randomFillSync } from 'node:crypto';

/** Where randomness comes from: `node:crypto` unless a host or a test brings its own. */
export type Random = (bytes: number) => Uint8Array;

/** `node:crypto`'s randomness, fetched a few kilobytes at a time: a sign-in takes a dozen draws. What was drawn is forgotten here. */
export function pooledRandom(): Random {
  const pool = new Uint8Array(4_096);
  let used = pool.length;
  return (bytes) => {
    if (bytes > pool.length) return randomFillSync(new Uint8Array(bytes));
    if (used + bytes > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const drawn = pool.slice(used, used + bytes);
    pool.fill(0, used, used + bytes);
    used += bytes;
    return drawn;
  };
}

/** A token a machine carries: 256 random bits, 43 characters of base64url. */
export function newToken(random: Random): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** A name that tells nothing: 128 random bits. */
export function newId(random: Random): string {
  return Buffer.from(random(16)).toString('base64url');
}

/** What is stored of a token, if there is one. 256 bits of randomness need no key and no salt. */
export function tokenHash(token: string): string;
export function tokenHash(token: string | undefined): string | undefined;
export function tokenHash(token: string | undefined): string | undefined {
  return token === undefined ? undefined : hash('sha256', token, 'base64url');
}
