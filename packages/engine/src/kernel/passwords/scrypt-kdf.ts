import { createHash } from 'node:crypto';

/** N, r and p of RFC 7914 §2. */
export interface ScryptCost {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** The length of the salt, and of the signature. */
export const SCRYPT_KDF_BYTES = 32;

/** The 64 bytes that scrypt-kdf signs with the derived key: name, version 0, cost, salt and checksum. */
export function scryptKdfHeader({ cost, blockSize, parallelization }: ScryptCost, salt: Uint8Array): Buffer {
  const start = Buffer.alloc(16);
  start.write('scrypt');
  start.writeUInt8(Math.log2(cost), 7);
  start.writeUInt32BE(blockSize, 8);
  start.writeUInt32BE(parallelization, 12);
  const signed = Buffer.concat([start, salt]);
  return Buffer.concat([signed, createHash('sha256').update(signed).digest().subarray(0, 16)]);
}
