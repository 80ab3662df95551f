import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_HITS, chanceAfter, GUESS_CURVES, type GuessedSecret } from './secret.ts';

const bonneau: GuessedSecret = { kind: 'chosen', curve: GUESS_CURVES['bonneau-2012'] };
const wang: GuessedSecret = { kind: 'chosen', curve: GUESS_CURVES['wang-2017'] };
const totp: GuessedSecret = { kind: 'random', hit: CODE_HITS.totp };

describe('N6 what guesses are worth', () => {
  it('is what the papers say at their own figures', () => {
    expect(chanceAfter(bonneau, 10)).toBeCloseTo(10 / 2 ** 9.1, 12);
    expect(chanceAfter(bonneau, 2 ** 17.6 / 4)).toBeCloseTo(0.25, 12);
    expect(chanceAfter(bonneau, 2 ** 21.6 / 2)).toBeCloseTo(0.5, 12);
    expect(chanceAfter(wang, 1)).toBeCloseTo(0.062239, 12);
    expect(chanceAfter(wang, 100)).toBeCloseTo(0.062239 * 100 ** 0.155478, 12);
  });

  it('is nothing without a guess, and never more than one', () => {
    for (const secret of [bonneau, wang, totp]) {
      expect(chanceAfter(secret, 0)).toBe(0);
      expect(chanceAfter(secret, 1e15)).toBeLessThanOrEqual(1);
    }
  });

  it('keeps the digits of a very small probability', () => {
    expect(chanceAfter({ kind: 'random', hit: 1e-22 }, 100)).toBeCloseTo(1e-20, 30);
    expect(chanceAfter(totp, 100)).toBeCloseTo(1 - (1 - 3e-6) ** 100, 12);
  });

  it('rises with every guess, and every further guess is worth less', () => {
    const guesses = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(bonneau, wang, totp), guesses, guesses, (secret, from, by) => {
        const [less, middle, more] = [from, from + by, from + 2 * by].map((count) => chanceAfter(secret, count));
        const [first, second] = [(middle ?? 0) - (less ?? 0), (more ?? 0) - (middle ?? 0)];
        expect(first).toBeGreaterThan(0);
        expect(second).toBeLessThan(first + 1e-12);
      }),
    );
  });

  it('falls if the most common passwords are refused', () => {
    const refused = (count: number) => chanceAfter({ ...bonneau, refused: count }, 100);
    expect(refused(0)).toBe(chanceAfter(bonneau, 100));
    expect(refused(1_000)).toBeLessThan(refused(0) / 5);
    expect(refused(1e30)).toBe(0);
    // Of the people who may not have the ten most common passwords, the share whose password is among the next ones.
    const [ten, quarter] = [10 / 2 ** 9.1, 2 ** 17.6 / 4];
    expect(chanceAfter({ ...bonneau, refused: 10 }, quarter - 10)).toBeCloseTo((0.25 - ten) / (1 - ten), 12);
  });
});
