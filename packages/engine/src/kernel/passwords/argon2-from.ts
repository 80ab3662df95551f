import { randomBytes, timingSafeEqual } from 'node:crypto';
import { toBase64 } from './hash-bytes.ts';
import type { PasswordHasher } from './hasher.ts';
import { type Argon2Hash, isHashFault, readArgon2 } from './read-password-hash.ts';

/** RFC 9106 §3.1, without a secret and associated data. `key` has the length of the tag. */
export type DeriveArgon2 = (password: string | Uint8Array, hash: Omit<Argon2Hash, 'text'>) => Promise<Uint8Array>;

/** The lengths of salt and key are those of RFC 9106 §4. */
export function argon2From(derive: DeriveArgon2): Pick<PasswordHasher, 'hash' | 'verify'> {
  return {
    async hash(password, { memoryCost: m, timeCost: t, parallelism: p }) {
      const salt = randomBytes(16);
      const key = await derive(password, { type: 'id', version: 19, m, t, p, salt, key: Buffer.alloc(32) });
      return `$argon2id$v=19$m=${m},t=${t},p=${p}$${toBase64(salt)}$${toBase64(key)}`;
    },
    async verify(hash, password) {
      const read = readArgon2(hash);
      return !isHashFault(read) && timingSafeEqual(await derive(password, read), read.key);
    },
  };
}
