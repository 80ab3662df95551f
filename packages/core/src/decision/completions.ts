import type { CompiledStrength } from '../strength/compile.ts';
import type { Method, MethodMask } from '../strength/method.ts';
import { methodBit } from '../strength/method.ts';
import type { Piece } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';

/** What is still missing from a grant. */
export interface Completions {
  /** The smallest sets of further pieces that lead to a grant; `[[]]` where nothing is missing, empty where nothing leads there. */
  readonly minimal: readonly (readonly Method[])[];
  /** The methods of those sets together. */
  readonly useful: MethodMask;
}

/** More pieces than this are not searched: the first ones, in the order given, are. */
const MAX_PIECES = 12;

/**
 * Finds every inclusion-minimal set of further pieces that makes all required strengths satisfied.
 * A method is worth asking for exactly where it is in such a set: anything else would be asked in vain.
 */
export function completions(
  required: readonly CompiledStrength[],
  proved: readonly Piece[],
  available: readonly Piece[],
  passkeyIsPrimary: boolean,
): Completions {
  const pieces = available.slice(0, MAX_PIECES);
  const minimal: number[] = [];
  for (const chosen of subsetsBySize(pieces.length)) {
    if (minimal.some((smaller) => (chosen & smaller) === smaller)) continue;
    const signatures = [...proved, ...pieces.filter((_, place) => (chosen & (1 << place)) !== 0)].map(
      ({ signature }) => signature,
    );
    if (required.every((strength) => satisfies(strength, signatures, passkeyIsPrimary))) minimal.push(chosen);
  }
  const sets = minimal.map((chosen) =>
    pieces.filter((_, place) => (chosen & (1 << place)) !== 0).map(({ method }) => method),
  );
  return { minimal: sets, useful: sets.flat().reduce((mask, method) => mask | methodBit(method), 0) };
}

const ORDERS: number[][] = [];

/** All subsets of so many things, as bit sets, smaller ones first. */
function subsetsBySize(size: number): readonly number[] {
  const known = ORDERS[size];
  if (known !== undefined) return known;
  const order = Array.from({ length: 1 << size }, (_, subset) => subset).sort(
    (a, b) => bitCount(a) - bitCount(b) || a - b,
  );
  ORDERS[size] = order;
  return order;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
