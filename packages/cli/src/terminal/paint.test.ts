import { describe, expect, it } from 'vitest';
import { hasColours, paint } from './paint.ts';
import { bullet, wrap } from './wrap.ts';

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal: %s, with %j: %s', (isTty, env, expected) => {
    expect(hasColours(isTty, env)).toBe(expected);
  });

  it('are nothing at all where there are none', () => {
    expect(paint(false).red('x')).toBe('x');
    expect(paint(true).red('x')).toBe('\u001B[31mx\u001B[39m');
  });
});

describe('a line', () => {
  it('is broken between words', () => {
    expect(wrap('one two three', '  ', '  ', 9)).toBe('  one two\n  three');
    expect(wrap('a word-that-is-longer-than-the-line', '', '', 9)).toBe('a\nword-that-is-longer-than-the-line');
    expect(bullet('one')).toBe('  - one');
    expect(wrap('x\u001B[31m\ny')).toBe('x [31m y');
  });
});
