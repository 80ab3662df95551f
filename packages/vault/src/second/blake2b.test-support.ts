const MASK = 0xffff_ffff_ffff_ffffn;

const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** The four words that each step mixes: columns, then diagonals. The permutation P of Argon2 has the same steps. */
export const STEPS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** BLAKE2b without a key (RFC 7693), not optimised. `node:crypto` supports only 64 bytes of output, and Argon2 needs other lengths. */
export function blake2b(input: Uint8Array, length: number): Buffer {
  const state = IV.slice();
  state[0] = word(state, 0) ^ 0x01010000n ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(input.length / 128));
  for (let block = 0; block < blocks; block += 1) {
    const isLast = block === blocks - 1;
    const bytes = Buffer.alloc(128);
    bytes.set(input.subarray(block * 128, block * 128 + 128));
    compress(state, bytes, BigInt(isLast ? input.length : (block + 1) * 128), isLast);
  }
  const output = Buffer.alloc(64);
  state.forEach((each, at) => {
    output.writeBigUInt64LE(each, at * 8);
  });
  return output.subarray(0, length);
}

function compress(state: bigint[], block: Buffer, counted: bigint, isLast: boolean): void {
  const message = Array.from({ length: 16 }, (_, at) => block.readBigUInt64LE(at * 8));
  const v = [...state, ...IV];
  v[12] = word(v, 12) ^ counted;
  if (isLast) v[14] = word(v, 14) ^ MASK;
  for (let round = 0; round < 12; round += 1) {
    const order = SIGMA[round % 10] ?? [];
    STEPS.forEach(([a, b, c, d], step) => {
      const x = word(message, order[step * 2] ?? 0);
      const y = word(message, order[step * 2 + 1] ?? 0);
      v[a] = (word(v, a) + word(v, b) + x) & MASK;
      v[d] = rotated(word(v, d) ^ word(v, a), 32n);
      v[c] = (word(v, c) + word(v, d)) & MASK;
      v[b] = rotated(word(v, b) ^ word(v, c), 24n);
      v[a] = (word(v, a) + word(v, b) + y) & MASK;
      v[d] = rotated(word(v, d) ^ word(v, a), 16n);
      v[c] = (word(v, c) + word(v, d)) & MASK;
      v[b] = rotated(word(v, b) ^ word(v, c), 63n);
    });
  }
  for (let at = 0; at < 8; at += 1) state[at] = word(state, at) ^ word(v, at) ^ word(v, at + 8);
}

function word(words: readonly bigint[], at: number): bigint {
  return words[at] ?? 0n;
}

function rotated(value: bigint, by: bigint): bigint {
  return ((value >> by) | (value << (64n - by))) & MASK;
}
