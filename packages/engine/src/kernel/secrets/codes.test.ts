import { describe, expect, it } from 'vitest';
import { digitsCode, readCode, readWrittenCode, writtenCode } from './codes.ts';
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

describe('a typed code', () => {
  it.each(
    Intl.supportedValuesOf('numberingSystem').flatMap((script) => {
      const ten = [...Array(10).keys()]
        .map((digit) => new Intl.NumberFormat(`en-u-nu-${script}`).format(digit))
        .join('');
      return /^\p{Decimal_Number}{10}$/u.test(ten) ? [[script, ten]] : [];
    }),
  )('X43 is its digits in every script: %s %s', (_, ten) => {
    expect(readCode(ten)).toBe('0123456789');
    expect(readWrittenCode(ten)).toBe('0123456789');
  });

  it('X43 is read from every decimal digit of Unicode', () => {
    const digits = Array.from({ length: 0x110000 }, (_, code) => code).filter(
      (code) => (code < 0xd800 || code > 0xdfff) && /^\p{Decimal_Number}$/u.test(String.fromCodePoint(code)),
    );
    expect(digits.length).toBeGreaterThan(600);
    expect(digits.every((code) => /^\d$/.test(readCode(String.fromCodePoint(code))))).toBe(true);
  });

  it.each([
    ['a hyphen', '123-456'],
    ['a non-breaking hyphen', '123\u2011456'],
    ['a dash', '123\u2013456'],
    ['a minus sign', '123\u2212456'],
    ['a dash of a Japanese keyboard', '\uff11\uff12\uff13\u30fc\uff14\uff15\uff16'],
    ['a narrow no-break space', '123\u202f456'],
    ['a zero-width space', '123\u200b456'],
    ['marks of the writing direction', '\u2066123456\u2069'],
    ['a soft hyphen', '123\u00ad456'],
    ['a variation selector', '1\ufe0f23456'],
    ['a byte-order mark', '\ufeff123456'],
  ])('X43 has no %s', (_, typed) => {
    expect(readCode(typed)).toBe('123456');
  });

  it.each(['12345', '1234567', '12345\u00bd', '12345x', '12.3456', ''])('X43 keeps what is no digit: %j', (typed) => {
    expect(readCode(typed)).not.toBe('123456');
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
    ['\uff27\uff28\uff2a\uff2b\u2014\uff2d\uff2e\uff30\uff31', 'ghjkmnpq'],
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
