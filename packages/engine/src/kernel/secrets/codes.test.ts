import { describe, expect, it } from 'vitest';
import { digitsCode, readWrittenCode, writtenCode } from './codes.ts';
import type { Random } from './token.ts';

/** Randomness that gives these bytes, draw by draw. */
function drawing(...draws: readonly (readonly number[])[]): Random {
  const left = [...draws];
  return (length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error(`no draw of ${length} bytes is left`);
    return Uint8Array.from(next);
  };
}

describe('a code of six digits', () => {
  it.each([
    [[0, 0, 0, 0], '000000'],
    [[0, 0, 0, 7], '000007'],
    [[0, 0, 1, 0], '000256'],
    [[0, 1, 0, 0], '065536'],
    [[1, 0, 0, 0], '777216'],
    [[0x12, 0x34, 0x56, 0x78], '419896'],
    [[0xff, 0xf1, 0x3d, 0x7f], '999999'],
  ])('X3 is what four random bytes come to, %j: %s', (bytes, code) => {
    expect(digitsCode(drawing(bytes))).toBe(code);
  });

  // 4,294,000,000 is the last multiple of a million that four bytes hold: what is above would make low codes likelier.
  it.each([
    ['the first that would favour some', [0xff, 0xf1, 0x3d, 0x80]],
    ['the last there is', [0xff, 0xff, 0xff, 0xff]],
  ])('X3 is drawn again, so that each is as likely as the others: %s', (_, above) => {
    expect(digitsCode(drawing(above, above, [0, 0, 0, 42]))).toBe('000042');
  });
});

describe('a code that a person writes down', () => {
  it('W16 has four groups of four, five bits of each random byte a character', () => {
    const low = Array.from({ length: 16 }, (_, byte) => byte);
    const high = low.map((byte) => byte + 16);
    expect(writtenCode(drawing(low))).toBe('0123-4567-89ab-cdef');
    expect(writtenCode(drawing(high))).toBe('ghjk-mnpq-rstv-wxyz');
    expect(writtenCode(drawing(high.map((byte) => byte + 0xe0)))).toBe('ghjk-mnpq-rstv-wxyz');
  });

  it.each([
    ['0123-4567-89ab-cdef', '0123456789abcdef'],
    ['GHJK-MNPQ-RSTV-WXYZ', 'ghjkmnpqrstvwxyz'],
    [' ghjk mnpq\trstv\nwxyz ', 'ghjkmnpqrstvwxyz'],
    ['ghjkmnpqrstvwxyz', 'ghjkmnpqrstvwxyz'],
    ['o1Oi-ILl0', '01011110'],
  ])('W16 is read however it is typed: %j', (typed, meant) => {
    expect(readWrittenCode(typed)).toBe(meant);
  });

  it('W16 is read as it was shown', () => {
    for (let first = 0; first < 256; first += 16) {
      const code = writtenCode(drawing(Array.from({ length: 16 }, (_, place) => first + place)));
      expect(readWrittenCode(code)).toBe(code.replaceAll('-', ''));
      expect(readWrittenCode(code.toUpperCase())).toBe(code.replaceAll('-', ''));
    }
  });
});
