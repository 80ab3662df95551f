import { describe, expect, it } from 'vitest';
import { text } from './fields.ts';

describe('text that comes from outside', () => {
  it('X12 is refused with half a surrogate pair in it, and taken with a whole one', () => {
    expect(text(16).safeParse('a \u{1F511}').success).toBe(true);
    expect(text(16).safeParse('a \uD83D').success).toBe(false);
    expect(text(16).safeParse('\uDD11 b').success).toBe(false);
  });
});
