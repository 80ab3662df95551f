import { describe, expect, it } from 'vitest';
import { base64url, text } from './fields.ts';

describe('text that comes from outside', () => {
  it('X12 is refused with half a surrogate pair in it, and taken with a whole one', () => {
    expect(text(16).safeParse('a \u{1F511}').success).toBe(true);
    expect(text(16).safeParse('a \uD83D').success).toBe(false);
    expect(text(16).safeParse('\uDD11 b').success).toBe(false);
  });
});

describe('bytes in base64url', () => {
  it('X3 have one spelling', () => {
    const field = base64url(64);
    for (let length = 1; length < 12; length++) {
      for (const fill of [0, 0x5a, 0xff]) {
        const canonical = Buffer.alloc(length, fill).toString('base64url');
        expect(field.safeParse(canonical).success, canonical).toBe(true);
        for (const other of [
          `${canonical}=`,
          `${canonical}A`,
          ` ${canonical}`,
          `${canonical}\n`,
          nextLastSign(canonical),
        ])
          if (Buffer.from(other, 'base64url').toString('base64url') !== other)
            expect(field.safeParse(other).success, other).toBe(false);
      }
    }
    for (const none of ['', 'A', 'AAAAA', 'AB', 'AAB', '+/', 'a.b'])
      expect(field.safeParse(none).success, none).toBe(false);
  });
});

/** The same text with the next sign of the alphabet at its end: the same bytes, if the last sign has spare bits. */
function nextLastSign(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${text.slice(0, -1)}${alphabet[(alphabet.indexOf(text.slice(-1)) + 1) % 64]}`;
}
