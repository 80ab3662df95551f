import { hashRaw } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { passwordHashing } from './password-hashing.ts';

const TURN = { queue: 'own', subject: 'somebody' } as const;

type Vector = readonly [memory: number, passes: number, lanes: number, password: string, salt: string, hash: string];

/** argon2id of version 0x13, from the tests of the reference implementation (P-H-C/phc-winner-argon2, CC0 1.0 or Apache 2.0). */
const REFERENCE: readonly Vector[] = [
  [65_536, 2, 1, 'password', 'somesalt', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [256, 2, 1, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [256, 2, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [65_536, 1, 1, 'password', 'somesalt', 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
  [65_536, 4, 1, 'password', 'somesalt', '9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c'],
  [65_536, 2, 1, 'differentpassword', 'somesalt', '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde'],
  [65_536, 2, 1, 'password', 'diffsalt', 'bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c'],
];

describe('argon2id of the reference implementation', () => {
  it.each(REFERENCE)('X12 m=%d t=%d p=%d %s %s', async (memoryCost, timeCost, parallelism, password, salt, hash) => {
    const cost = { memoryCost, timeCost, parallelism };
    const made = await hashRaw(password, { ...cost, salt: Buffer.from(salt), outputLen: 32 });
    expect(made.toString('hex')).toBe(hash);
    const stored = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${unpadded(salt)}$${unpadded(made)}`;
    expect(await passwordHashing().verify(stored, password, TURN)).toBe(true);
    expect(await passwordHashing().verify(stored, `${password}.`, TURN)).toBe(false);
  });
});

function unpadded(data: string | Uint8Array): string {
  return Buffer.from(data).toString('base64').replace(/=+$/, '');
}
