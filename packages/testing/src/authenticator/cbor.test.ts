import { describe, expect, it } from 'vitest';
import { type CborValue, encodeCbor } from './cbor.ts';

const hex = (value: CborValue): string => Buffer.from(encodeCbor(value)).toString('hex');

describe('encodeCbor', () => {
  // RFC 8949, appendix A.
  it.each<[CborValue, string]>([
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [100, '1864'],
    [1000, '1903e8'],
    [1_000_000, '1a000f4240'],
    [4_294_967_295, '1affffffff'],
    [-1, '20'],
    [-10, '29'],
    [-100, '3863'],
    [-1000, '3903e7'],
    [false, 'f4'],
    [true, 'f5'],
    [Uint8Array.of(1, 2, 3, 4), '4401020304'],
    ['IETF', '6449455446'],
    ['ü', '62c3bc'],
    [[1, [2, 3]], '8201820203'],
    [new Map(), 'a0'],
    [
      new Map<string, CborValue>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
      'a26161016162820203',
    ],
  ])('encodes %j as the RFC does', (value, expected) => {
    expect(hex(value)).toBe(expected);
  });

  it('sorts map keys as CTAP2 does: positive, negative, then text by length', () => {
    const map = new Map<number | string, CborValue>([
      ['bb', 0],
      ['c', 0],
      [-2, 0],
      [-1, 0],
      [3, 0],
      [1, 0],
    ]);
    expect(hex(map)).toBe('a6010003002000210061630062626200');
  });

  it.each([0.5, Number.NaN, 2 ** 32])('refuses %d', (number) => {
    expect(() => encodeCbor(number)).toThrow(RangeError);
  });
});
