import { describe, expect, it } from 'vitest';
import { keptStart, keptText, keptValue } from './keepable.ts';

describe('a text of the host that is stored', () => {
  it.each([
    ['a plan', 6, 'a plan'],
    ['a plan', 5, 'a pl…'],
    ['a \0 plan', 20, 'a \uFFFD plan'],
    ['a plan \uD83D', 20, 'a plan \uFFFD'],
    ['\u{1F600}'.repeat(4), 4, '\u{1F600}'.repeat(4)],
    ['\u{1F600}'.repeat(5), 4, `${'\u{1F600}'.repeat(3)}…`],
    ['\u{1F600}'.repeat(500), 4, `${'\u{1F600}'.repeat(3)}…`],
    ['\uD83D'.repeat(5), 4, '\uFFFD\uFFFD\uFFFD…'],
  ])('P19 X17 has what every store keeps, and a mark where it is cut: %j, at most %d', (text, longest, kept) => {
    expect(keptText(text, longest)).toBe(kept);
  });

  it('X17 has no mark where programs read the text', () => {
    expect(keptStart('a plan\u{1F600}', 7)).toBe('a plan\uFFFD');
    expect(keptStart(undefined, 7)).toBeUndefined();
  });

  it('X17 may be in a value that JSON can hold, which is otherwise as it was', () => {
    const at = new Date(0);
    expect(keptValue({ to: ['/\0', { 'half \uD800': 7, at }], not: null })).toEqual({
      to: ['/\uFFFD', { 'half \uFFFD': 7, at }],
      not: null,
    });
    for (const value of [undefined, null, 7, true, 'there']) expect(keptValue(value)).toBe(value);
  });
});
