import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

describe('base64url', () => {
  it('is that of Node, for every length', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      const text = Buffer.from(bytes).toString('base64url');
      expect(toBase64url(bytes)).toBe(text);
      expect(fromBase64url(text)).toEqual(bytes);
    }
  });

  it.each(['A', 'AB', 'AAB', 'AA==', 'AA=', 'A+/A', 'AA A', 'AAAA\n', 'Ä', 'AAAAA'])(
    'is one text for the same bytes: %j is none',
    (text) => {
      expect(fromBase64url(text)).toBeUndefined();
    },
  );
});
