import { fromBase64, toBase64 } from '../hash-bytes.ts';
import { malformed } from '../read-password-hash.ts';
import { SCRYPT_KDF_BYTES, scryptKdfHeader } from '../scrypt-kdf.ts';
import type { HashReader } from './reader.ts';

const BROKEN = malformed('is a key of scrypt-kdf with a broken form');

/** scrypt-kdf, which Medusa uses: 96 bytes in base64. */
export const readScryptKdf: HashReader = (stored) => {
  // The first seven bytes: `scrypt`, and the version 0.
  if (!stored.startsWith('c2NyeXB0A')) return undefined;
  const bytes = fromBase64(stored);
  if (bytes?.length !== 96) return BROKEN;
  const [log, blockSize, parallelization] = [bytes.readUInt8(7), bytes.readUInt32BE(8), bytes.readUInt32BE(12)];
  const salt = bytes.subarray(16, 16 + SCRYPT_KDF_BYTES);
  const header = scryptKdfHeader({ cost: 2 ** log, blockSize, parallelization }, salt);
  if (!header.equals(bytes.subarray(0, 64))) return BROKEN;
  return `$scrypt-kdf$ln=${log},r=${blockSize},p=${parallelization}$${toBase64(salt)}$${toBase64(bytes.subarray(64))}`;
};
