import type { Random } from './token.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

export function digitsCode(random: Random): string {
  for (;;) {
    const bytes = random(4);
    const value =
      ((bytes[0] ?? 0) * 0x1000000 + (bytes[1] ?? 0) * 0x10000 + (bytes[2] ?? 0) * 0x100 + (bytes[3] ?? 0)) >>> 0;
    if (value < 4_294_000_000) return String(value % 1_000_000).padStart(6, '0');
  }
}

export function writtenCode(random: Random): string {
  const letters = [...random(16)].map((byte) => CROCKFORD[byte & 31]).join('');
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4)).join('-');
}

/** A Japanese keyboard gives U+30FC as a dash. */
const BETWEEN = /[\p{White_Space}\p{Dash}\u30fc\p{Default_Ignorable_Code_Point}\p{Format}]/gu;
const DIGIT = /\p{Decimal_Number}/u;

export function readCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll(BETWEEN, '')
    .replaceAll(/\p{Decimal_Number}/gu, (digit) => String(valueOfDigit(digit.codePointAt(0) ?? 0)));
}

export function readWrittenCode(typed: string): string {
  return readCode(typed).toLowerCase().replaceAll('o', '0').replaceAll(/[il]/g, '1');
}

/** The ten digits of a script follow one another (The Unicode Standard, §4.6). Where two scripts touch, the tens are counted off. */
function valueOfDigit(digit: number): number {
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(digit - before - 1))) before++;
  return before % 10;
}
