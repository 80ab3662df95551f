import * as nodeCrypto from 'node:crypto';
import { hash as argon2Hash, verify as argon2Verify, hashRaw } from '@node-rs/argon2';
import { nobleArgon2 } from '@sallyport/engine/argon2';
import { describe, expect, it } from 'vitest';
import type { PasswordHasher } from './hasher.ts';
import { loadHasher } from './loaded-hasher.ts';

const COST = { memoryCost: 64, timeCost: 3, parallelism: 2 };
const TYPED = 'Ünïcode 🐎 in a déjà vu';

const absent = async (): Promise<never> => {
  throw new Error('there is no binary for this platform');
};

interface Parameters {
  readonly message: string;
  readonly nonce: Uint8Array;
  readonly parallelism: number;
  readonly tagLength: number;
  readonly memory: number;
  readonly passes: number;
}

/** `crypto.argon2` of Node 24.7, for a Node that has none. */
const standIn = {
  argon2(kind: string, given: Parameters, done: (fault: unknown, key?: Uint8Array) => void): void {
    const { message, nonce: salt, parallelism, tagLength: outputLen, memory: memoryCost, passes: timeCost } = given;
    const algorithm = ['argon2d', 'argon2i', 'argon2id'].indexOf(kind);
    const options = { algorithm, salt, parallelism, outputLen, memoryCost, timeCost };
    hashRaw(message, options).then((key) => done(null, key), done);
  },
};
const ofRuntime = await loadHasher(absent, 'argon2' in nodeCrypto ? nodeCrypto : standIn);

const LIBRARIES: readonly (readonly [string, Pick<PasswordHasher, 'hash' | 'verify'>])[] = [
  ['@noble/hashes', nobleArgon2],
  ['node:crypto', ofRuntime],
];

describe.each(LIBRARIES)('argon2 of %s', (name, library) => {
  it('X12 makes argon2id of the asked cost, salted anew each time, which @node-rs/argon2 takes', async () => {
    const [first, second] = [await library.hash(TYPED, COST), await library.hash(TYPED, COST)];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=64,t=3,p=2\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(second).not.toBe(first);
    expect(await argon2Verify(first, TYPED)).toBe(true);
    expect(await argon2Verify(first, `${TYPED}.`)).toBe(false);
  });

  it.each([0, 1, 2])(
    'X22 takes what @node-rs/argon2 made by algorithm %i, and no other password',
    async (algorithm) => {
      for (const salt of [Buffer.alloc(8, 1), Buffer.alloc(48, 2)])
        for (const outputLen of [16, 32, 64]) {
          const made = await argon2Hash(TYPED, { ...COST, algorithm, salt, outputLen });
          expect(await library.verify(made, TYPED)).toBe(true);
          expect(await library.verify(made, '')).toBe(false);
        }
    },
  );

  it('X22 takes version 16, or says that it cannot', async () => {
    const made = await argon2Hash(TYPED, { ...COST, version: 0 });
    expect(made).toContain('$v=16$');
    const asked = async () => library.verify(made, TYPED);
    if (name === 'node:crypto') await expect(asked()).rejects.toThrow(/version 16/);
    else expect(await asked()).toBe(true);
  });

  it('X12 nothing matches what is no argon2', async () => {
    expect(await library.verify('$argon2id$v=19$m=8,t=1,p=1$', TYPED)).toBe(false);
  });
});

describe('the library that is loaded', () => {
  it('X12 is @node-rs/argon2 where it loads, whatever the runtime has', async () => {
    const hasher = await loadHasher(
      async () => ({ ...(await import('@node-rs/argon2')), hash: async () => 'its own' }),
      standIn,
    );
    expect(await hasher.hash(TYPED, COST)).toBe('its own');
  });

  it('X20 is none where neither is there, and start-up says what to give, and why', async () => {
    await expect(loadHasher(absent, {})).rejects.toMatchObject({
      code: 'no-password-hashing',
      message: expect.stringContaining('@sallyport/engine/argon2'),
      cause: { message: 'there is no binary for this platform' },
    });
  });
});
