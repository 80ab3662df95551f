import { argon2id as hash } from 'hash-wasm';
import type { Bytes } from '../encoding/bytes.ts';
import type { Argon2Parameters } from './argon2-parameters.ts';

/** This file brings WebAssembly with it: import only after the person typed a secret. */
export async function argon2id(secret: Bytes, salt: Bytes, cost: Argon2Parameters): Promise<Bytes> {
  const { memory: memorySize, passes: iterations, lanes: parallelism } = cost;
  const output = await hash({
    password: secret,
    salt,
    memorySize,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(output);
}
