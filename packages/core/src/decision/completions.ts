import type { CompiledCombination, CompiledStrength } from '../strength/compile.ts';
import type { Method, MethodMask } from '../strength/method.ts';
import { methodBit } from '../strength/method.ts';
import { isSameThing, type Piece } from '../strength/pieces.ts';

/** What is still missing from a grant. */
export interface Completions {
  /** The smallest sets of further pieces that lead to a grant; `[[]]` where nothing is missing, empty where nothing leads there. */
  readonly minimal: readonly (readonly Method[])[];
  /** The methods of those sets together. */
  readonly useful: MethodMask;
}

/** As many different things as a bit set holds; an account that has more is judged by these, the scarce ones first. */
const MAX_PIECES = 30;

/**
 * Finds every inclusion-minimal set of further pieces that makes all required strengths satisfied.
 * A method is worth asking for exactly where it is in such a set: anything else would be asked in vain.
 *
 * A set that satisfies a strength holds what fills one of its combinations, so the minimal sets are among the unions of
 * one filling for each strength.
 */
export function completions(
  required: readonly CompiledStrength[],
  proved: readonly Piece[],
  available: readonly Piece[],
  passkeyIsPrimary: boolean,
): Completions {
  const pieces = [...proved.slice(0, MAX_PIECES), ...available].slice(0, MAX_PIECES);
  const added = bits(pieces.map((_, place) => place >= proved.length));
  const clashes = pieces.map((piece) => bits(pieces.map((other) => other === piece || isSameThing(other, piece))));
  let sets: readonly number[] = [0];
  for (const strength of required) {
    const fillings = smallest(
      strength.combinations
        .filter(({ hasOtherPrimary }) => hasOtherPrimary || passkeyIsPrimary)
        .flatMap((combination) => fill(combination, pieces, clashes).map((used) => used & added)),
    );
    sets = smallest(sets.flatMap((set) => fillings.map((filling) => set | filling)));
  }
  const minimal = sets.map((set) =>
    pieces.filter((_, place) => (set & (1 << place)) !== 0).map(({ method }) => method),
  );
  return { minimal, useful: minimal.flat().reduce((mask, method) => mask | methodBit(method), 0) };
}

/** Every set of pieces that fills a combination, each pattern with a piece of its own. */
function fill({ bits: patterns }: CompiledCombination, pieces: readonly Piece[], clashes: readonly number[]): number[] {
  let filled = new Set([0]);
  for (const pattern of patterns) {
    const further = new Set<number>();
    pieces.forEach(({ signature }, place) => {
      if ((signature & pattern) === 0) return;
      for (const used of filled) if ((used & (clashes[place] ?? 0)) === 0) further.add(used | (1 << place));
    });
    filled = further;
  }
  return [...filled];
}

/** The sets of which no other is a part, each once, smaller ones first. */
function smallest(sets: readonly number[]): number[] {
  const kept: number[] = [];
  for (const set of [...new Set(sets)].sort((a, b) => sizeOf(a) - sizeOf(b) || a - b)) {
    if (!kept.some((part) => (set & part) === part)) kept.push(set);
  }
  return kept;
}

function bits(flags: readonly boolean[]): number {
  return flags.reduce((mask, flag, place) => (flag ? mask | (1 << place) : mask), 0);
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) size++;
  return size;
}
