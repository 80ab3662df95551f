import type { CompiledCombination, CompiledStrength } from '../strength/compile.ts';
import type { DeliveredCode, Method, MethodMask } from '../strength/method.ts';
import { HOST_CODES, isHostCode, methodBit, methodsOf, methodsWithCodes } from '../strength/method.ts';
import { isSameThing, type Piece } from '../strength/pieces.ts';

/** What is still missing from a grant. */
export interface Completions {
  /** What the sets are made of, a bit each. */
  readonly pieces: readonly Piece[];
  /** The smallest sets of further pieces that lead to a grant; `[0]` if nothing is missing, empty if nothing leads there. */
  readonly sets: readonly PieceSet[];
  /** The methods of those sets together. */
  readonly useful: MethodMask;
}

/** Pieces by their places, one bit each. */
type PieceSet = number;

/** As many different things as a bit set holds; an account that has more is judged by these, the scarce ones first. */
const MAX_PIECES = 30;

/**
 * Finds every inclusion-minimal set of further pieces that makes all required strengths satisfied.
 * A method is worth asking for exactly if it is in such a set: anything else would be asked in vain.
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
  const pieces: Piece[] = [];
  for (const piece of proved) if (pieces.length < MAX_PIECES) pieces.push(piece);
  const given = pieces.length;
  for (const piece of available) if (pieces.length < MAX_PIECES) pieces.push(piece);
  let reach = 0;
  for (const { signature } of pieces) reach |= signature;

  let sets: PieceSet[] = [0];
  for (const { combinations } of required) {
    const fillings: PieceSet[] = [];
    for (const combination of combinations) {
      if ((combination.mask & reach) !== combination.mask) continue;
      if (!combination.hasOtherPrimary && !passkeyIsPrimary) continue;
      if (combination.overlaps) fillOverlapping(combination, pieces, given, fillings);
      else fill(combination, 0, 0, pieces, given, fillings);
    }
    sets = unions(sets, fillings);
  }
  const used = sets.reduce((all, set) => all | set, 0);
  let [useful, bit] = [0, 1];
  for (const { method } of pieces) {
    if ((used & bit) !== 0) useful |= methodBit(method);
    bit <<= 1;
  }
  return { pieces, sets, useful };
}

/** The useful methods among these, in the order in which they are offered. */
export function usefulMethods({ pieces, sets, useful }: Completions, among: MethodMask): Method[] {
  if ((useful & among & HOST_CODES) === 0) return methodsOf(useful & among);
  const used = sets.reduce((all, set) => all | set, 0);
  const codes = pieces.flatMap(({ method }, place): DeliveredCode[] =>
    (used & (1 << place)) !== 0 && isHostCode(method) ? [method] : [],
  );
  return methodsWithCodes(useful & among, [...new Set(codes)]);
}

/** The methods of each set. */
export function methodsOfSets({ pieces, sets }: Completions): Method[][] {
  return sets.map((set) => pieces.filter((_, place) => (set & (1 << place)) !== 0).map(({ method }) => method));
}

/**
 * Every set of further pieces that fills a combination of which each pattern asks for another method: no piece can fill two of
 * them, and if a piece that is given fills one, nothing need be added for it.
 */
function fill(
  combination: CompiledCombination,
  at: number,
  used: PieceSet,
  pieces: readonly Piece[],
  given: number,
  into: PieceSet[],
): void {
  const pattern = combination.bits[at];
  if (pattern === undefined) {
    addSmallest(into, used);
    return;
  }
  for (let place = 0; place < pieces.length; place++) {
    if (((pieces[place]?.signature ?? 0) & pattern) === 0) continue;
    fill(combination, at + 1, place < given ? used : used | (1 << place), pieces, given, into);
    if (place < given) return;
  }
}

/** The same if one piece could fill several patterns: each has a piece of its own, and no thing counts twice. */
function fillOverlapping(
  { bits }: CompiledCombination,
  pieces: readonly Piece[],
  given: number,
  into: PieceSet[],
): void {
  const clashes = pieces.map((piece) =>
    pieces.reduce((set, other, place) => (other === piece || isSameThing(other, piece) ? set | (1 << place) : set), 0),
  );
  let filled = new Set([0]);
  for (const pattern of bits) {
    const further = new Set<number>();
    pieces.forEach(({ signature }, place) => {
      if ((signature & pattern) === 0) return;
      for (const used of filled) if ((used & (clashes[place] ?? 0)) === 0) further.add(used | (1 << place));
    });
    filled = further;
  }
  const further = -1 << given;
  for (const used of filled) addSmallest(into, used & further);
}

/** One of these with one of those, the smallest of all that come of it. */
function unions(sets: PieceSet[], others: PieceSet[]): PieceSet[] {
  if (sets.length === 1 && sets[0] === 0) return others;
  const both: PieceSet[] = [];
  for (const set of sets) for (const other of others) addSmallest(both, set | other);
  return both;
}

/** Adds a set, unless a part of it is there already, and takes out those of which it is a part. */
function addSmallest(sets: PieceSet[], added: PieceSet): void {
  let kept = 0;
  for (let place = 0; place < sets.length; place++) {
    const set = sets[place] ?? 0;
    if ((set & added) === set) return;
    if ((set & added) !== added) sets[kept++] = set;
  }
  sets.length = kept;
  sets.push(added);
}
