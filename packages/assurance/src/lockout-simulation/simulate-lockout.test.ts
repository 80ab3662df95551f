import { definePolicy, milliseconds } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attack, days, type Owner, SimulationInputError, USUAL_OWNER } from './model.ts';
import { GUESS_CURVES } from './secret.ts';
import { type LockoutSimulation, simulateLockout } from './simulate-lockout.ts';

const { lockout: DEFAULTS } = definePolicy({});
const SECRET = { kind: 'chosen', curve: GUESS_CURVES['bonneau-2012'] } as const;
const ABSENT: Owner = { ...USUAL_OWNER, signsInEvery: days(3_000), mistypes: 0 };

const after = (attack: Attack, owner: Owner, length: number, limits = DEFAULTS) => {
  const [outcome] = simulateLockout(limits, { attack, owner, secret: SECRET, days: [length], years: 1e-3 });
  if (outcome === undefined) throw new Error('has no outcome');
  return outcome;
};

describe('N6 simulateLockout', () => {
  it('counts what the rule of production admits: 9 silent guesses a window, 10 loud guesses a lock, 100 in all', () => {
    const minutes = (pace: 'silent' | 'loud') =>
      [14, 16, 46, 110].map((count) => after({ pace }, { ...ABSENT, provesIt: false }, count / 1_440).guesses);
    expect(minutes('silent')).toEqual([9, 18, 36, 72]);
    // The locks of the defaults are 15, 30 and 60 minutes long.
    expect(minutes('loud')).toEqual([10, 20, 30, 40]);
    for (const pace of ['silent', 'loud'] as const)
      expect(after({ pace }, { ...ABSENT, provesIt: false }, 365).guesses).toBe(100);
  });

  it('locks out only an owner without a known device', () => {
    for (const pace of ['silent', 'loud'] as const) {
      expect(after({ pace }, USUAL_OWNER, 365).lockedMinutes).toBeLessThan(1);
      expect(after({ pace }, { ...USUAL_OWNER, knownDevice: false }, 365).lockedMinutes).toBeGreaterThan(1_200);
    }
  });

  it('gives more guesses against an owner who signs in on a known device: each sign-in clears the hard limit', () => {
    const guesses = (owner: Owner) => after({ pace: 'loud' }, owner, 365).guesses;
    expect(guesses({ ...USUAL_OWNER, provesIt: false })).toBe(100);
    expect(guesses(USUAL_OWNER)).toBeGreaterThan(10_000);
  });

  it("counts the owner's mistypes: beside a silent guesser one of them sets a lock, and alone they do not", () => {
    const limits = definePolicy({ lockout: { window: '1d', lockFor: '6h', maxFailures: 5 } }).lockout;
    const clumsy = { ...USUAL_OWNER, knownDevice: false, mistypes: 0.2 };
    expect(after({ pace: 'silent' }, clumsy, 365, limits).lockedMinutes).toBeGreaterThan(30);
    expect(after({ pace: 'silent' }, { ...clumsy, mistypes: 0 }, 365, limits).lockedMinutes).toBeLessThan(1);
    const alone: Attack = { pace: 'spaced', every: days(3_000) };
    expect(after(alone, { ...clumsy, mistypes: 0.05 }, 365, limits).lockedMinutes).toBeLessThan(1);
  });

  it('helps an owner who finds the counter closed, and the attack goes on', () => {
    const often: Owner = { ...USUAL_OWNER, knownDevice: false, mistypes: 0, signsInEvery: days(1 / 24) };
    const quick = after({ pace: 'loud' }, { ...often, helpedAfter: milliseconds(0) }, 365);
    const slow = after({ pace: 'loud' }, { ...often, helpedAfter: days(30) }, 365);
    expect(quick.guesses).toBeGreaterThan(slow.guesses * 5);
  });

  it('has the same answer to the same question, and another answer to another seed', () => {
    const ask = (seed?: number) =>
      simulateLockout(DEFAULTS, { attack: { pace: 'silent' }, secret: SECRET, seed, years: 1 });
    expect(ask()).toEqual(ask(1));
    expect(ask(2)).not.toEqual(ask(1));
  });

  it('ends, with values in their bounds, for every policy and owner', () => {
    fc.assert(
      fc.property(
        fc.record({
          maxFailures: fc.integer({ min: 3, max: 100 }),
          window: fc.constantFrom('1m', '7m', '15m', '1d', '30d'),
          lockFor: fc.constantFrom('1s', '1m', '15m', '12h'),
          growth: fc.double({ min: 1, max: 9, noNaN: true }),
        }),
        fc.constantFrom<Attack['pace']>('silent', 'loud', 'spaced', 'now-and-then'),
        fc.record({
          knownDevice: fc.boolean(),
          provesIt: fc.boolean(),
          signsInEvery: fc.integer({ min: 60_000, max: days(9) }).map(milliseconds),
          mistypes: fc.double({ min: 0, max: 0.9, noNaN: true }),
          helpedAfter: fc.integer({ min: 0, max: days(9) }).map(milliseconds),
        }),
        fc.integer(),
        (lockout, pace, owner, seed) => {
          const limits = definePolicy({ lockout: { ...lockout, hardLimit: 100 } }).lockout;
          const attack = { pace, every: milliseconds(3_333_333) };
          const [outcome] = simulateLockout(limits, { attack, owner, secret: SECRET, days: [3], years: 1e-3, seed });
          expect(outcome?.chance).toBeGreaterThanOrEqual(0);
          expect(outcome?.chance).toBeLessThanOrEqual(1);
          expect(outcome?.lockedMinutes).toBeGreaterThanOrEqual(0);
          expect(outcome?.lockedMinutes).toBeLessThanOrEqual(1_440);
        },
      ),
    );
  });

  it.each<[string, Partial<LockoutSimulation>]>([
    ['days', { days: [0] }],
    ['days', { days: [1e9] }],
    ['days', { days: [Number.NaN] }],
    ['years', { years: Number.POSITIVE_INFINITY }],
    ['seed', { seed: Number.NaN }],
    ['attack.every', { attack: { pace: 'spaced', every: milliseconds(0) } }],
    ['attack.every', { attack: { pace: 'spaced', every: milliseconds(1_000.5) } }],
    ['owner.mistypes', { owner: { ...USUAL_OWNER, mistypes: 1 } }],
    ['owner.signsInEvery', { owner: { ...USUAL_OWNER, signsInEvery: milliseconds(1) } }],
    ['owner.helpedAfter', { owner: { ...USUAL_OWNER, helpedAfter: milliseconds(-1) } }],
    ['secret.hit', { secret: { kind: 'random', hit: 2 } }],
    ['secret.refused', { secret: { ...SECRET, refused: -1 } }],
  ])('refuses a wrong %s', (path, wrong) => {
    const ask = (more: Partial<LockoutSimulation>) => () =>
      simulateLockout(DEFAULTS, { attack: { pace: 'silent' }, days: [1], years: 1e-3, ...more });
    expect(ask({})).not.toThrow();
    expect(ask(wrong)).toThrow(SimulationInputError);
    expect(ask(wrong)).toThrow(expect.objectContaining({ code: 'simulation-input', path }));
  });

  it('refuses limits with which it could not end', () => {
    for (const wrong of [{ window: milliseconds(0) }, { lockLengths: [] }, { maxFailures: 1 }, { hardLimit: 9 }])
      expect(() => simulateLockout({ ...DEFAULTS, ...wrong }, { attack: { pace: 'silent' } })).toThrow(
        SimulationInputError,
      );
  });
});
