import { blake2b, STEPS } from './blake2b.test-support.ts';

/** The inputs of the hash (RFC 9106 §3.1). */
export interface Argon2Input {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly secret?: Uint8Array;
  readonly associated?: Uint8Array;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly length: number;
}

/** 128 words of 64 bits: the low and the high half of each. */
type Block = Uint32Array;
const HALVES = 256;
const SLICES = 4;

/** Argon2id written from RFC 9106 alone, for comparison. */
export function secondArgon2id(input: Argon2Input): Buffer {
  const { lanes, passes, length } = input;
  const total = SLICES * lanes * Math.floor(input.memory / (SLICES * lanes));
  const laneLength = total / lanes;
  const segment = laneLength / SLICES;
  const blocks: Block[] = Array.from({ length: total }, () => new Uint32Array(HALVES));
  const at = (lane: number, column: number): Block => blocks[lane * laneLength + column] ?? new Uint32Array(HALVES);

  const first = seed(input);
  for (let lane = 0; lane < lanes; lane += 1) {
    for (const column of [0, 1])
      at(lane, column).set(fromBytes(longHash(Buffer.concat([first, le32(column, lane)]), 1024)));
  }

  for (let pass = 0; pass < passes; pass += 1) {
    for (let slice = 0; slice < SLICES; slice += 1) {
      for (let lane = 0; lane < lanes; lane += 1) {
        const isIndependent = pass === 0 && slice < 2;
        let addresses: Block = new Uint32Array(HALVES);
        for (let index = 0; index < segment; index += 1) {
          if (isIndependent && index % 128 === 0) {
            addresses = addressBlock([pass, lane, slice, total, passes, 2, index / 128 + 1]);
          }
          if (pass === 0 && slice === 0 && index < 2) continue;
          const column = slice * segment + index;
          const previous = at(lane, (column + laneLength - 1) % laneLength);
          const source = isIndependent ? addresses : previous;
          const place = isIndependent ? (index % 128) * 2 : 0;
          const j1 = source[place] ?? 0;
          const j2 = source[place + 1] ?? 0;

          const other = pass === 0 && slice === 0 ? lane : j2 % lanes;
          const done = pass === 0 ? slice * segment : laneLength - segment;
          const reach = done + (other === lane ? index - 1 : index === 0 ? -1 : 0);
          const x = Number((BigInt(j1) * BigInt(j1)) >> 32n);
          const back = reach - 1 - Number((BigInt(reach) * BigInt(x)) >> 32n);
          const start = pass === 0 ? 0 : ((slice + 1) % SLICES) * segment;
          const mixed = mix(previous, at(other, (start + back) % laneLength));
          const target = at(lane, column);
          for (let half = 0; half < HALVES; half += 1) {
            target[half] = pass === 0 ? (mixed[half] ?? 0) : (target[half] ?? 0) ^ (mixed[half] ?? 0);
          }
        }
      }
    }
  }

  const last = new Uint32Array(HALVES);
  for (let lane = 0; lane < lanes; lane += 1) {
    const column = at(lane, laneLength - 1);
    for (let half = 0; half < HALVES; half += 1) last[half] = (last[half] ?? 0) ^ (column[half] ?? 0);
  }
  return longHash(Buffer.from(last.buffer), length);
}

/** H0 of RFC 9106 §3.2. */
function seed(input: Argon2Input): Buffer {
  const { lanes, length, memory, passes } = input;
  const strings = [input.password, input.salt, input.secret ?? Buffer.alloc(0), input.associated ?? Buffer.alloc(0)];
  const withLengths = strings.flatMap((each) => [le32(each.length), each]);
  return blake2b(Buffer.concat([le32(lanes, length, memory, passes, 0x13, 2), ...withLengths]), 64);
}

/** H' of RFC 9106 §3.3. */
function longHash(input: Uint8Array, length: number): Buffer {
  const whole = Buffer.concat([le32(length), input]);
  if (length <= 64) return blake2b(whole, length);
  const parts: Buffer[] = [];
  let hash = blake2b(whole, 64);
  let left = length;
  while (left > 64) {
    parts.push(hash.subarray(0, 32));
    left -= 32;
    hash = blake2b(hash, Math.min(64, left));
  }
  return Buffer.concat([...parts, hash]);
}

/** The next 128 pseudo-random addresses of a segment (RFC 9106 §3.4.1.2). */
function addressBlock(words: readonly number[]): Block {
  const zero = new Uint32Array(HALVES);
  const input = new Uint32Array(HALVES);
  words.forEach((word, at) => {
    input[at * 2] = word;
  });
  return mix(zero, mix(zero, input));
}

/** The compression function G of RFC 9106 §3.5. */
function mix(one: Block, other: Block): Block {
  const r = one.map((half, at) => half ^ (other[at] ?? 0));
  const z = r.slice();
  for (let row = 0; row < 8; row += 1) permute(z, (at) => row * 16 + at);
  for (let column = 0; column < 8; column += 1) permute(z, (at) => column * 2 + (at >> 1) * 16 + (at & 1));
  return z.map((half, at) => half ^ (r[at] ?? 0));
}

/** P of RFC 9106 §3.6 over 16 words of a block. */
function permute(z: Block, word: (at: number) => number): void {
  for (const [a, b, c, d] of STEPS) {
    const [at, bt, ct, dt] = [word(a) * 2, word(b) * 2, word(c) * 2, word(d) * 2];
    for (const [add, by, turn, into] of [
      [at, bt, 32, dt],
      [ct, dt, 24, bt],
      [at, bt, 16, dt],
      [ct, dt, 63, bt],
    ] as const) {
      addProduct(z, add, by);
      turnRight(z, into, add, turn);
    }
  }
}

/** z[x] = z[x] + z[y] + 2 * low(z[x]) * low(z[y]), modulo 2^64. */
function addProduct(z: Block, x: number, y: number): void {
  const [xl, xh, yl, yh] = [z[x] ?? 0, z[x + 1] ?? 0, z[y] ?? 0, z[y + 1] ?? 0];
  const [x1, x0, y1, y0] = [xl >>> 16, xl & 0xffff, yl >>> 16, yl & 0xffff];
  const [low, one, two, high] = [x0 * y0, x0 * y1, x1 * y0, x1 * y1];
  const middle = (low >>> 16) + (one & 0xffff) + (two & 0xffff);
  const productLow = ((middle << 16) | (low & 0xffff)) >>> 0;
  const productHigh = high + (one >>> 16) + (two >>> 16) + (middle >>> 16);
  const sum = xl + yl + productLow * 2;
  z[x] = sum;
  z[x + 1] = (xh + yh + productHigh * 2 + Math.floor(sum / 0x1_0000_0000)) % 0x1_0000_0000;
}

/** z[x] = (z[x] xor z[y]) rotated to the right. */
function turnRight(z: Block, x: number, y: number, by: number): void {
  const low = (z[x] ?? 0) ^ (z[y] ?? 0);
  const high = (z[x + 1] ?? 0) ^ (z[y + 1] ?? 0);
  const [l, h] = by < 32 ? [low, high] : [high, low];
  const rest = by % 32;
  z[x] = rest === 0 ? l : (l >>> rest) | (h << (32 - rest));
  z[x + 1] = rest === 0 ? h : (h >>> rest) | (l << (32 - rest));
}

function fromBytes(bytes: Buffer): Block {
  return Uint32Array.from({ length: HALVES }, (_, at) => bytes.readUInt32LE(at * 4));
}

function le32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => {
    bytes.writeUInt32LE(value, at * 4);
  });
  return bytes;
}
