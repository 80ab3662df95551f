/**
 * `@sallyport/engine/argon2`: argon2 in JavaScript, for runtimes that load no native library, such as Cloudflare's workerd.
 *
 * @packageDocumentation
 */
import { argon2dAsync, argon2iAsync, argon2idAsync } from '@noble/hashes/argon2.js';
import { argon2From } from './argon2-from.ts';
import type { PasswordHasher } from './hasher.ts';

export type { Argon2Cost, PasswordHasher } from './hasher.ts';

const DERIVE = { d: argon2dAsync, i: argon2iAsync, id: argon2idAsync };

/**
 * Argon2 of `@noble/hashes`: for the option `passwordHashing`. A hash takes about half a second at the default cost, ten times as long as with the
 * native library, and on the thread that answers requests.
 *
 * @example
 * ```ts
 * import { createSallyport, type Store } from '@sallyport/engine';
 * import { nobleArgon2 } from '@sallyport/engine/argon2';
 *
 * declare const store: Store;
 * export const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: () => [process.env.AUTH_SECRET ?? ''],
 *   store,
 *   passwordHashing: { ...nobleArgon2, concurrency: 1 },
 * });
 * ```
 */
export const nobleArgon2: Pick<PasswordHasher, 'hash' | 'verify'> = argon2From(
  (password, { type, version, m, t, p, salt, key }) =>
    DERIVE[type](password, salt, { version, m, t, p, dkLen: key.length }),
);
