import type { CompiledCombination, CompiledStrength } from './compile.ts';
import type { Signature } from './signature.ts';

/**
 * Whether distinct pieces of evidence match all patterns of a combination.
 *
 * @param signatures one for each piece of evidence that counts
 * @param passkeyIsPrimary whether a passkey is among the allowed ways in: a combination needs an allowed way in
 */
export function matchesCombination(
  combination: CompiledCombination,
  signatures: readonly Signature[],
  passkeyIsPrimary: boolean,
): boolean {
  if (!passkeyIsPrimary && !combination.hasOtherPrimary) return false;
  let all = 0;
  for (const bits of signatures) all |= bits;
  if ((all & combination.mask) !== combination.mask) return false;
  return !combination.overlaps || assign(combination.bits, signatures, 0, 0);
}

/** Whether any combination of a strength is matched. */
export function satisfies(
  strength: CompiledStrength,
  signatures: readonly Signature[],
  passkeyIsPrimary: boolean,
): boolean {
  for (const combination of strength.combinations) {
    if (matchesCombination(combination, signatures, passkeyIsPrimary)) return true;
  }
  return false;
}

/** Gives each pattern a piece of evidence of its own: one passkey never fills two places. */
function assign(bits: readonly number[], signatures: readonly Signature[], place: number, used: number): boolean {
  const bit = bits[place];
  if (bit === undefined) return true;
  for (let piece = 0; piece < signatures.length; piece++) {
    if (
      (used & (1 << piece)) === 0 &&
      ((signatures[piece] ?? 0) & bit) !== 0 &&
      assign(bits, signatures, place + 1, used | (1 << piece))
    )
      return true;
  }
  return false;
}
