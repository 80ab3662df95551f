import type { CompiledCombination, CompiledStrength } from './compile.ts';
import type { MatchedPatterns } from './matched-patterns.ts';

/**
 * @param matched for each piece of evidence, the patterns that it matches, as bits
 * @param passkeyIsWayIn a combination needs an allowed way in
 */
export function matchesCombination(
  combination: CompiledCombination,
  matched: readonly MatchedPatterns[],
  passkeyIsWayIn: boolean,
): boolean {
  return matches(combination, matched, union(matched), passkeyIsWayIn);
}

export function satisfies(
  strength: Pick<CompiledStrength, 'name' | 'combinations'>,
  matched: readonly MatchedPatterns[],
  passkeyIsWayIn: boolean,
): boolean {
  const all = union(matched);
  for (const combination of strength.combinations) {
    if (matches(combination, matched, all, passkeyIsWayIn)) return true;
  }
  return false;
}

function matches(
  combination: CompiledCombination,
  matched: readonly MatchedPatterns[],
  all: MatchedPatterns,
  passkeyIsWayIn: boolean,
): boolean {
  if ((all & combination.mask) !== combination.mask) return false;
  if (!passkeyIsWayIn && !combination.hasOtherWayIn) return false;
  return !combination.overlaps || assign(combination.bits, matched);
}

function union(matched: readonly MatchedPatterns[]): MatchedPatterns {
  let all = 0;
  for (const one of matched) all |= one;
  return all;
}

/** Searches augmenting paths. A passkey never fills two places. */
function assign(bits: readonly number[], matched: readonly MatchedPatterns[]): boolean {
  const placeOf = new Map<number, number>();
  const fill = (place: number, tried: Set<number>): boolean =>
    matched.some((one, piece) => {
      if ((one & (bits[place] ?? 0)) === 0 || tried.has(piece)) return false;
      tried.add(piece);
      const taken = placeOf.get(piece);
      if (taken !== undefined && !fill(taken, tried)) return false;
      placeOf.set(piece, place);
      return true;
    });
  return bits.every((_, place) => fill(place, new Set()));
}
