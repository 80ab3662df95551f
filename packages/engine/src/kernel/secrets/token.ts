import { hash, randomFillSync } from 'node:crypto';

/** The source of randomness. Default: `node:crypto`. */
export type Random = (bytes: number) => Uint8Array;

/** Draws from a pool, because a sign-in needs a dozen draws. Erases drawn bytes. */
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

export function newToken(random: Random): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** A flow's token is renewed with each proof, and goes on to name the flow. */
export function newFlowToken(random: Random, flow: string): string {
  return `${newToken(random)}.${flow}`;
}

/** The name of the flow whose token this is, if anybody's: pages tell flows apart by it. Anybody can write any name. */
export function flowNamedIn(token: string | undefined): string | undefined {
  return token?.split('.')[1];
}

export function newId(random: Random): string {
  return Buffer.from(random(16)).toString('base64url');
}

/** 256 random bits need no key and no salt. */
export function tokenHash(token: string): string;
export function tokenHash(token: string | undefined): string | undefined;
export function tokenHash(token: string | undefined): string | undefined {
  return token === undefined ? undefined : hash('sha256', token, 'base64url');
}
