import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledCombination, CompiledStrength } from './compile.ts';
import { matchesCombination, satisfies } from './satisfies.ts';

const combination = (bits: number[], rest: Partial<CompiledCombination> = {}): CompiledCombination => ({
  bits,
  mask: bits.reduce((mask, bit) => mask | bit, 0),
  overlaps: true,
  hasOtherWayIn: true,
  source: [],
  ...rest,
});

/** Tries all assignments of separate pieces to patterns. */
function byTrying(bits: readonly number[], pieces: readonly number[]): boolean {
  const [bit, ...rest] = bits;
  if (bit === undefined) return true;
  return pieces.some((piece, place) => (piece & bit) !== 0 && byTrying(rest, pieces.toSpliced(place, 1)));
}

describe('a combination is matched', () => {
  it('where every pattern has evidence, and not where one has none', () => {
    const two = combination([1, 2], { overlaps: false });
    expect(matchesCombination(two, [1, 2], true)).toBe(true);
    expect(matchesCombination(two, [2, 4, 1], true)).toBe(true);
    expect(matchesCombination(two, [1], true)).toBe(false);
    expect(matchesCombination(two, [], true)).toBe(false);
  });

  it('X2 by distinct pieces of evidence: one piece never fills two places', () => {
    expect(matchesCombination(combination([1, 2]), [3], true)).toBe(false);
    expect(matchesCombination(combination([1, 2]), [3, 0], true)).toBe(false);
    expect(matchesCombination(combination([1, 2]), [3, 1], true)).toBe(true);
    expect(matchesCombination(combination([1, 1]), [1], true)).toBe(false);
    expect(matchesCombination(combination([1, 1]), [1, 1], true)).toBe(true);
  });

  it('whichever piece comes first: a piece gives way to one that can go nowhere else', () => {
    expect(matchesCombination(combination([1, 2, 4]), [7, 3, 1], true)).toBe(true);
    expect(matchesCombination(combination([1, 2, 4]), [1, 3, 7], true)).toBe(true);
    expect(matchesCombination(combination([1, 2, 4]), [3, 3, 3], true)).toBe(false);
  });

  it('exactly as trying every assignment finds it, beyond 32 pieces of evidence too', () => {
    const piece = fc.oneof(fc.integer({ min: 0, max: 15 }), fc.constant(0));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(1, 2, 4, 8), { minLength: 1, maxLength: 5 }),
        fc.array(piece, { maxLength: 7 }),
        fc.boolean(),
        (bits, pieces, far) => {
          const matched = [...(far ? Array.from({ length: 33 }, () => 0) : []), ...pieces];
          expect(matchesCombination(combination(bits), matched, true)).toBe(byTrying(bits, pieces));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('P9 only where an allowed way in is inside it', () => {
    const passkeys = combination([1], { hasOtherWayIn: false });
    expect(matchesCombination(passkeys, [1], true)).toBe(true);
    expect(matchesCombination(passkeys, [1], false)).toBe(false);
    expect(matchesCombination(combination([1]), [1], false)).toBe(true);
  });
});

describe('a strength is satisfied', () => {
  const strength = (...combinations: CompiledCombination[]): Pick<CompiledStrength, 'name' | 'combinations'> => ({
    name: 'own',
    combinations,
  });

  it('by any one of its combinations, and by nothing where it has none', () => {
    expect(satisfies(strength(combination([8]), combination([1])), [1], true)).toBe(true);
    expect(satisfies(strength(combination([1]), combination([8])), [1], true)).toBe(true);
    expect(satisfies(strength(combination([8]), combination([1, 2])), [1], true)).toBe(false);
    expect(satisfies(strength(), [1], true)).toBe(false);
  });
});
