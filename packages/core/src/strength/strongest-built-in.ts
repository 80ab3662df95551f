import type { StrengthList } from './compile.ts';
import { matchedOf, type Piece } from './pieces.ts';
import { satisfies } from './satisfies.ts';
import { BUILT_IN_STRENGTHS, type BuiltInStrength } from './strength-name.ts';

export function strongestBuiltIn(
  { strengths }: { readonly strengths: StrengthList },
  pieces: readonly Piece[],
  passkeyIsWayIn: boolean,
): BuiltInStrength {
  const matched = matchedOf(pieces);
  const [, baseline, enhanced, phishingResistant] = strengths;
  if (satisfies(phishingResistant, matched, passkeyIsWayIn)) return 'phishing-resistant';
  if (satisfies(enhanced, matched, passkeyIsWayIn)) return 'enhanced';
  return satisfies(baseline, matched, passkeyIsWayIn) ? 'baseline' : 'single';
}

export function isAbove(one: BuiltInStrength, other: BuiltInStrength): boolean {
  return BUILT_IN_STRENGTHS.indexOf(one) > BUILT_IN_STRENGTHS.indexOf(other);
}
