import type { CompiledCombination, CompiledStrength } from './compile.ts';
import type { Signature } from './signature.ts';

/**
 * Whether distinct pieces of evidence match all patterns of a combination.
 *
 * @param signatures for each piece of evidence that counts, the patterns that the piece matches, as bits (`signature.ts`)
 * @param passkeyIsWayIn whether a passkey is among the allowed ways in: a combination needs an allowed way in
 */
export function matchesCombination(
  combination: CompiledCombination,
  signatures: readonly Signature[],
  passkeyIsWayIn: boolean,
): boolean {
  return matches(combination, signatures, union(signatures), passkeyIsWayIn);
}

/** Whether the evidence matches any combination of a strength. */
export function satisfies(
  strength: Pick<CompiledStrength, 'name' | 'combinations'>,
  signatures: readonly Signature[],
  passkeyIsWayIn: boolean,
): boolean {
  const all = union(signatures);
  for (const combination of strength.combinations) {
    if (matches(combination, signatures, all, passkeyIsWayIn)) return true;
  }
  return false;
}

function matches(
  combination: CompiledCombination,
  signatures: readonly Signature[],
  all: Signature,
  passkeyIsWayIn: boolean,
): boolean {
  if ((all & combination.mask) !== combination.mask) return false;
  if (!passkeyIsWayIn && !combination.hasOtherWayIn) return false;
  return !combination.overlaps || assign(combination.bits, signatures);
}

function union(signatures: readonly Signature[]): Signature {
  let all = 0;
  for (const signature of signatures) all |= signature;
  return all;
}

/** Finds a separate piece of evidence for each pattern, by augmenting paths. A passkey never fills two places. */
function assign(bits: readonly number[], signatures: readonly Signature[]): boolean {
  const placeOf = new Map<number, number>();
  const fill = (place: number, tried: Set<number>): boolean =>
    signatures.some((signature, piece) => {
      if ((signature & (bits[place] ?? 0)) === 0 || tried.has(piece)) return false;
      tried.add(piece);
      const taken = placeOf.get(piece);
      if (taken !== undefined && !fill(taken, tried)) return false;
      placeOf.set(piece, place);
      return true;
    });
  return bits.every((_, place) => fill(place, new Set()));
}
