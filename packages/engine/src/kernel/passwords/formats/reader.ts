import { toBase64 } from '../hash-bytes.ts';
import type { PasswordHashFault, Pbkdf2Digest } from '../read-password-hash.ts';

/** Returns `undefined` if the text is none of this system. */
export type HashReader = (stored: string) => string | PasswordHashFault | undefined;

type Bytes = Uint8Array | string;

export function pbkdf2Text(digest: Pbkdf2Digest, iterations: number | string, salt: Bytes, key: Bytes): string {
  return `$pbkdf2-${digest}$i=${iterations}$${toBase64(salt)}$${toBase64(key)}`;
}

/** `undefined` if N is no power of two. */
export function scryptText(
  cost: number,
  blockSize: number | string,
  lanes: number | string,
  salt: Bytes,
  key: Bytes,
): string | undefined {
  const log = Math.log2(cost);
  if (!Number.isInteger(log)) return undefined;
  // `readPasswordHash` takes 64 and more for N. Both cost too much.
  return `$scrypt$ln=${Math.min(log, 63)},r=${blockSize},p=${lanes}$${toBase64(salt)}$${toBase64(key)}`;
}
