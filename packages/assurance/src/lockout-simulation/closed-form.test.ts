import { definePolicy, type LockoutInput, milliseconds } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClosedForm, closedForm } from './closed-form.ts';
import { type Attack, days, type Owner, USUAL_OWNER } from './model.ts';
import { chanceAfter, GUESS_CURVES } from './secret.ts';
import { simulateLockout } from './simulate-lockout.ts';

const WITHIN = 0.02;
const SECRET = { kind: 'chosen', curve: GUESS_CURVES['bonneau-2012'] } as const;
const KNOWN: Owner = { ...USUAL_OWNER, mistypes: 0 };
const UNKNOWN: Owner = { ...KNOWN, knownDevice: false };

const limitsOf = (lockout: LockoutInput) => definePolicy({ lockout }).lockout;

function formOf(lockout: LockoutInput, attack: Attack, owner: Owner): ClosedForm {
  const form = closedForm(limitsOf(lockout), attack, owner);
  if (form === undefined) throw new Error('has no closed form');
  return form;
}

/** The defaults, and settings of every kind that the bounds of a policy allow. */
const EVERY_SETTING: readonly (readonly [string, LockoutInput])[] = [
  ['the defaults', {}],
  ['a low hard limit', { maxFailures: 5, window: '1h', lockFor: '1h', hardLimit: 20 }],
  ['locks that grow fast', { maxFailures: 4, window: '5m', lockFor: '1m', growth: 4, hardLimit: 40 }],
  ['a window of a day', { window: '1d' }],
  ['a last burst of a few guesses', { maxFailures: 30, lockFor: '1m', hardLimit: 100 }],
  ['a last burst in a long window', { maxFailures: 50, window: '12h', hardLimit: 60 }],
  ['locks that do not grow', { maxFailures: 20, window: '6h', lockFor: '5m', growth: 1, hardLimit: 60 }],
];

/** A simulation of 80 years takes seconds: only a thorough run compares every setting. */
const SETTINGS = process.env['SALLYPORT_THOROUGH'] === '1' ? EVERY_SETTING : EVERY_SETTING.slice(0, 2);

const ATTACKS: readonly (readonly [string, Attack, Owner])[] = [
  ['silent guesses, and a known device', { pace: 'silent' }, KNOWN],
  ['silent guesses, and no known device', { pace: 'silent' }, UNKNOWN],
  ['loud guesses, and a known device', { pace: 'loud' }, KNOWN],
  ['loud guesses, and no known device', { pace: 'loud' }, UNKNOWN],
  ['a spray, and a known device', { pace: 'spaced', every: days(1) }, KNOWN],
  ['a spray, and no known device', { pace: 'spaced', every: days(1) }, UNKNOWN],
];

describe.each(SETTINGS)('N6 under %s, the closed forms are within 2 %% of the simulation', (_, lockout) => {
  it.each(ATTACKS)('of %s', (__, attack, owner) => {
    const form = formOf(lockout, attack, owner);
    const [year] = simulateLockout(limitsOf(lockout), { attack, owner, secret: SECRET, days: [365], years: 80 });
    if (year === undefined) throw new Error('has no year');
    expect(Math.abs(form.guesses(365) / year.guesses - 1)).toBeLessThan(WITHIN);
    expect(Math.abs(chanceAfter(SECRET, form.guesses(365)) / year.chance - 1)).toBeLessThan(WITHIN);
    // A few locked seconds a day are too rare for a simulation of 80 years.
    if (form.lockedMinutes >= 1 || year.lockedMinutes >= 1)
      expect(Math.abs(form.lockedMinutes / year.lockedMinutes - 1)).toBeLessThan(WITHIN);
  });

  it('of someone who sets a lock about once a day', () => {
    const attack: Attack = { pace: 'now-and-then', every: days(1) };
    const form = formOf(lockout, attack, UNKNOWN);
    const [year] = simulateLockout(limitsOf(lockout), { attack, owner: UNKNOWN, days: [3_650], years: 600 });
    expect(Math.abs(form.lockedMinutes / (year?.lockedMinutes ?? 0) - 1)).toBeLessThan(WITHIN);
    expect(formOf(lockout, attack, KNOWN).lockedMinutes).toBe(0);
  });
});

describe('N6 a closed form', () => {
  it('is exact for an attacker whom nobody interrupts: nine guesses a window, up to the hard limit', () => {
    const alone = formOf({}, { pace: 'silent' }, { ...KNOWN, provesIt: false });
    const minutes = (count: number): number => alone.guesses(count / 1_440);
    expect([1, 14, 15, 30, 150, 164, 165, 100_000].map(minutes)).toEqual([9, 9, 18, 27, 99, 99, 100, 100]);
    expect(alone.lockedMinutes).toBe(0);
  });

  it('by hand: without a known device a silent guesser closes the default counter after 165 minutes', () => {
    // S(c) = e^(-165/1440), the mean cycle is 1 + S(c)/24 days, and (1 + 1/24) · S(c) days of the cycle are locked.
    const late = Math.exp(-165 / 1_440);
    const share = (late * (1 + 1 / 24)) / (1 + late / 24);
    expect(formOf({}, { pace: 'silent' }, UNKNOWN).lockedMinutes).toBeCloseTo(share * 1_440, 9);
  });

  it('by hand: a visitor who comes as often as the owner locks the default for a quarter of an hour at every second turn', () => {
    // Attacker and owner are equally likely to be next, so a = 1/2, and a cycle is unlocked for Σ_(i<10) 2^-i / 2 days.
    const locks = [15, 30, 60, 120, 240, 480, 720, 720, 720];
    const locked = locks.reduce((sum, minutes, place) => sum + minutes / 2 ** (place + 1), 0) + (1_440 + 60) / 2 ** 10;
    const unlocked = ((2 - 2 ** -9) / 2) * 1_440;
    const form = formOf({}, { pace: 'now-and-then', every: days(1) }, UNKNOWN);
    expect(form.lockedMinutes).toBeCloseTo((locked / (locked + unlocked)) * 1_440, 9);
  });

  it('is missing for guesses so close that they fill a window', () => {
    const spaced = (every: number) =>
      closedForm(limitsOf({}), { pace: 'spaced', every: milliseconds(every) }, KNOWN) === undefined;
    expect(spaced(99_000)).toBe(true);
    expect(spaced(100_000)).toBe(false);
  });

  it('gives no attacker less for a longer attack, and never more locked minutes than a day has', () => {
    fc.assert(
      fc.property(
        fc.record({
          maxFailures: fc.integer({ min: 3, max: 100 }),
          window: fc.constantFrom('1m', '15m', '1h', '1d', '30d'),
          lockFor: fc.constantFrom('1s', '1m', '15m', '12h'),
          growth: fc.integer({ min: 1, max: 8 }),
        }),
        fc.constantFrom<Attack['pace']>('silent', 'loud', 'spaced', 'now-and-then'),
        fc.boolean(),
        fc.double({ min: 0.01, max: 400, noNaN: true }),
        (lockout, pace, knownDevice, length) => {
          const attack = { pace, every: days(1) };
          const form = closedForm(limitsOf({ ...lockout, hardLimit: 100 }), attack, { ...KNOWN, knownDevice });
          if (form === undefined) return;
          expect(form.guesses(length * 2)).toBeGreaterThanOrEqual(form.guesses(length));
          expect(form.lockedMinutes).toBeGreaterThanOrEqual(0);
          expect(form.lockedMinutes).toBeLessThanOrEqual(knownDevice ? 0 : 1_440);
        },
      ),
    );
  });
});
