import type { Random } from './token.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes a uniform random code of six digits. */
export function digitsCode(random: Random): string {
  for (;;) {
    const bytes = random(4);
    const value =
      ((bytes[0] ?? 0) * 0x1000000 + (bytes[1] ?? 0) * 0x10000 + (bytes[2] ?? 0) * 0x100 + (bytes[3] ?? 0)) >>> 0;
    if (value < 4_294_000_000) return String(value % 1_000_000).padStart(6, '0');
  }
}

/** Makes a code for writing down: 80 random bits in four groups of letters and digits that are hard to confuse. */
export function writtenCode(random: Random): string {
  const letters = [...random(16)].map((byte) => CROCKFORD[byte & 31]).join('');
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4)).join('-');
}

/** Returns the normal form of a typed code: without spaces and dashes, lower case, with look-alikes replaced. */
export function readWrittenCode(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
}
