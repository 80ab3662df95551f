import type { CompiledCombination, CompiledStrength } from '../strength/compile.ts';
import type { DeliveredCode, Method, MethodMask } from '../strength/method.ts';
import { HOST_CODES, isHostCode, methodBit, methodsOf, methodsWithCodes } from '../strength/method.ts';
import { isSameThing, type Piece } from '../strength/pieces.ts';

export interface Completions {
  /** A piece's index is its bit. */
  readonly pieces: readonly Piece[];
  /** `[0]` if nothing is missing. */
  readonly sets: readonly PieceSet[];
  readonly useful: MethodMask;
}

type PieceSet = number;

/** Further pieces are ignored. */
const MAX_PIECES = 30;

/** A method is worth asking for exactly if a minimal set contains it. The minimal sets are among the unions of a filling for each strength. */
export function completions(
  required: readonly CompiledStrength[],
  proved: readonly Piece[],
  available: readonly Piece[],
  passkeyIsWayIn: boolean,
): Completions {
  const pieces: Piece[] = [];
  for (const piece of proved) if (pieces.length < MAX_PIECES) pieces.push(piece);
  const given = pieces.length;
  for (const piece of available) if (pieces.length < MAX_PIECES) pieces.push(piece);
  let reach = 0;
  for (const { matched } of pieces) reach |= matched;

  let sets: PieceSet[] = [0];
  for (const { combinations } of required) {
    const fillings: PieceSet[] = [];
    for (const combination of combinations) {
      if ((combination.mask & reach) !== combination.mask) continue;
      if (!combination.hasOtherWayIn && !passkeyIsWayIn) continue;
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

export function usefulMethods({ pieces, sets, useful }: Completions, among: MethodMask): Method[] {
  if ((useful & among & HOST_CODES) === 0) return methodsOf(useful & among);
  const used = sets.reduce((all, set) => all | set, 0);
  const codes = pieces.flatMap(({ method }, place): DeliveredCode[] =>
    (used & (1 << place)) !== 0 && isHostCode(method) ? [method] : [],
  );
  return methodsWithCodes(useful & among, [...new Set(codes)]);
}

export function methodsOfSets({ pieces, sets }: Completions): Method[][] {
  return sets.map((set) => pieces.filter((_, place) => (set & (1 << place)) !== 0).map(({ method }) => method));
}

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
  let place = 0;
  for (const { matched } of pieces) {
    if ((matched & pattern) !== 0) {
      fill(combination, at + 1, place < given ? used : used | (1 << place), pieces, given, into);
      if (place < given) return;
    }
    place++;
  }
}

/** A single piece could match two patterns. Every pattern gets a separate piece: no factor counts twice. */
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
    pieces.forEach(({ matched }, place) => {
      if ((matched & pattern) === 0) return;
      for (const used of filled) if ((used & (clashes[place] ?? 0)) === 0) further.add(used | (1 << place));
    });
    filled = further;
  }
  const further = -1 << given;
  for (const used of filled) addSmallest(into, used & further);
}

function unions(sets: PieceSet[], others: PieceSet[]): PieceSet[] {
  if (sets[0] === 0) return others;
  const both: PieceSet[] = [];
  for (const set of sets) for (const other of others) addSmallest(both, set | other);
  return both;
}

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
