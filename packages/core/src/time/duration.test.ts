import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from './duration.ts';

describe('a duration', () => {
  it.each([
    ['3s', 3_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
    ['999999d', 86_399_913_600_000],
  ])('%s has %i milliseconds', (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });

  it.each([
    ['90s', '90s'],
    ['60m', '1h'],
    ['24h', '24h'],
    ['1d', '24h'],
    ['36h', '36h'],
    ['720h', '30d'],
  ])('%s is written as %s', (text, written) => {
    expect(durationText(parseDuration(text) ?? 0)).toBe(written);
  });

  it.each([
    '',
    '0s',
    '15',
    'm',
    '15 m',
    '1.5h',
    '-3s',
    '+3s',
    '1h30m',
    '15M',
    '1w',
    '1000000s',
    ' 3s',
    '3s\n',
    '١s',
    '1constructor',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is a whole number of seconds, whatever text it is read from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,7}[smhdw]?$/)), (text) => {
        expect((parseDuration(text) ?? 0) % 1_000).toBe(0);
      }),
    );
  });
});
