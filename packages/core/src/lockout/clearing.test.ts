import { describe, expect, it } from 'vitest';
import { milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import { type Clearing, type CounterPlace, clearedCounter, isEmptyCounter, quietAt } from './clearing.ts';
import { type AttemptCounter, NO_ATTEMPTS } from './lockout.ts';

const COUNTED: AttemptCounter = {
  ...{ recent: 3, total: 40, first: instant(1_000), lockedUntil: instant(9_000) },
  open: [instant(8_000), instant(8_000)],
};
const PLACES: Readonly<Record<string, CounterPlace>> = {
  strangers: { authenticator: 'password' },
  'the device': { authenticator: 'password', device: 'd1' },
  'another device': { authenticator: 'password', device: 'd2' },
  'strangers at totp': { authenticator: 'totp' },
  'the device at totp': { authenticator: 'totp', device: 'd1' },
  mails: { authenticator: 'mail:sign-in' },
};

/** The places whose counters are cleared completely, and the places whose counters lose only `total`. */
function clearing(asked: Clearing): { readonly whole: string[]; readonly sum: string[] } {
  const after = Object.entries(PLACES).map(([name, place]) => ({
    name,
    counter: clearedCounter(place, COUNTED, asked),
  }));
  const where = (expected: AttemptCounter): string[] =>
    after.filter(({ counter }) => JSON.stringify(counter) === JSON.stringify(expected)).map(({ name }) => name);
  const whole = where(NO_ATTEMPTS);
  const sum = where({ ...COUNTED, total: 0 });
  expect(whole.length + sum.length + where(COUNTED).length).toBe(after.length);
  return { whole, sum };
}

describe('X4 what clears the counters of guesses', () => {
  it.each<[string, Clearing, readonly string[], readonly string[]]>([
    ["a stranger's grant", { by: 'stranger' }, ['strangers', 'strangers at totp'], []],
    ["a stranger's grant, of what it proved", { by: 'stranger', authenticators: ['totp'] }, ['strangers at totp'], []],
    [
      "a known device's grant",
      { by: 'known-device', device: 'd1' },
      ['the device', 'the device at totp'],
      ['strangers', 'strangers at totp'],
    ],
    [
      "a known device's grant, of what it proved",
      { by: 'known-device', device: 'd1', authenticators: ['password'] },
      ['the device'],
      ['strangers'],
    ],
    [
      "a known device's grant with a rebinding",
      { by: 'known-device', device: 'd1', authenticators: ['totp'], rebinds: ['password'] },
      ['strangers', 'the device', 'another device', 'the device at totp'],
      ['strangers at totp'],
    ],
    ['a grant that proved nothing that is counted', { by: 'known-device', device: 'd1', authenticators: [] }, [], []],
    [
      'an administrator',
      { by: 'administrator' },
      ['strangers', 'the device', 'another device', 'strangers at totp', 'the device at totp'],
      [],
    ],
    [
      'a rebinding',
      { by: 'rebinding', authenticators: ['password'] },
      ['strangers', 'the device', 'another device'],
      [],
    ],
  ])('%s', (_, asked, whole, sum) => {
    expect(clearing(asked)).toEqual({ whole, sum });
  });

  it('never a mail that was sent, even by an act that names it', () => {
    for (const named of [
      { by: 'rebinding', authenticators: ['mail:sign-in'] },
      { by: 'stranger', authenticators: [], rebinds: ['mail:sign-in'] },
    ] as const) {
      expect(clearing(named)).toEqual({ whole: [], sum: [] });
    }
  });
});

describe('X4 a counter', () => {
  it('is empty when it counts nothing, whatever its window was', () => {
    expect(isEmptyCounter({ ...COUNTED, recent: 0, total: 0 })).toBe(true);
    expect(isEmptyCounter({ ...COUNTED, recent: 0 })).toBe(false);
    expect(isEmptyCounter({ ...COUNTED, total: 0 })).toBe(false);
  });

  it('is quiet when both its window and its lock are over', () => {
    expect(quietAt(COUNTED, milliseconds(2_000))).toBe(9_000);
    expect(quietAt(COUNTED, milliseconds(20_000))).toBe(21_000);
  });
});
