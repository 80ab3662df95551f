import { deepFreeze } from '../../policy/deep-freeze.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Milliseconds } from '../../time/duration.ts';
import type { Decision } from '../decision.ts';
import type { Question } from '../question.ts';
import { workOut } from '../work-out.ts';
import { type Alphabet, alphabetOf, NO_PLACE } from './alphabet.ts';
import { DEMAND_PLACES, type Digest, digest, isRecent } from './digest.ts';
import { type Interned, interned, nothingInterned } from './interned.ts';
import { add, emptyTable, find, type Table } from './table.ts';

/** What a policy has decided so far. */
export interface Memo {
  readonly policy: Policy;
  readonly alphabet: Alphabet;
  /** So many questions are remembered at once; then it begins again. */
  readonly most: number;
  readonly asked: Digest;
  answers: Table<Decision>;
  interned: Interned;
  /** The place of each demand, by the strengths it asks for and how recent a proof has to be. */
  readonly demands: Map<number, Map<Milliseconds | undefined, number>>;
  demandsSeen: number;
  /** The demand that was made last: a route makes the same one each time. */
  last: { mask: number; within: Milliseconds | undefined; place: number };
}

const MOST_ANSWERS = 50_000;

const MEMO: unique symbol = Symbol('memo');

interface Remembering {
  readonly [MEMO]?: { memo?: Memo };
}

/** Gives a policy, before it is frozen, a place for what it will have decided, which no copy of it takes along. */
export function remembering<Compiled extends Policy>(policy: Compiled): Compiled {
  return Object.defineProperty(policy, MEMO, { value: { memo: undefined } });
}

/** What a policy remembers; absent for what merely looks like a compiled policy. */
export function memoOf(policy: Policy & Remembering): Memo | undefined {
  const place = policy[MEMO];
  if (place === undefined) return undefined;
  place.memo ??= emptyMemo(policy);
  return place.memo.policy === policy ? place.memo : undefined;
}

/** The answer to a question, worked out if it is asked for the first time. */
export function recall(memo: Memo, question: Question): Decision {
  const demand = demandPlace(memo, question.demand);
  if (demand === NO_PLACE || !digest(memo.alphabet, question, demand, memo.asked))
    return deepFreeze(workOut(memo.policy, question));
  return find(memo.answers, memo.asked) ?? learn(memo, question, { ...memo.asked });
}

function learn(memo: Memo, question: Question, asked: Digest): Decision {
  const worked = workOut(memo.policy, question);
  // What opens enrollment is more recent than what counts for a grant: with old proofs, only the way to a grant is in the digest.
  const isSettled = isRecent(asked) || worked.outcome === 'granted' || towardGrant(worked);
  if (!isSettled) return deepFreeze(worked);
  if (memo.answers.size >= memo.most) forget(memo);
  const decision = interned(memo.interned, worked);
  add(memo.answers, asked, decision);
  return decision;
}

function towardGrant(decision: Decision): boolean {
  return decision.outcome === 'factor-required' && decision.toward === 'grant';
}

export function emptyMemo(policy: Policy, most: number = MOST_ANSWERS): Memo {
  return {
    policy,
    alphabet: alphabetOf(policy),
    most,
    asked: { roles: 0, account: 0, evidence: 0, beyond: 0 },
    answers: emptyTable(),
    interned: nothingInterned(),
    demands: new Map(),
    demandsSeen: 0,
    last: { mask: -1, within: undefined, place: NO_PLACE },
  };
}

function forget(memo: Memo): void {
  memo.answers = emptyTable();
  memo.interned = nothingInterned();
}

/** A small number for a demand: 0 where there is none, {@link NO_PLACE} where it asks for what the policy does not know. */
function demandPlace(memo: Memo, demand: Question['demand']): number {
  if (demand === undefined) return 0;
  const { strengths, within } = demand;
  let mask = 0;
  for (const name of strengths) {
    const place = memo.alphabet.strengths.get(name);
    if (place === undefined) return NO_PLACE;
    mask |= 1 << place;
  }
  const { last } = memo;
  if (last.mask === mask && last.within === within) return last.place;
  const known = memo.demands.get(mask)?.get(within) ?? newDemand(memo, mask, within);
  if (known !== NO_PLACE) memo.last = { mask, within, place: known };
  return known;
}

function newDemand(memo: Memo, mask: number, within: Milliseconds | undefined): number {
  if (within !== undefined && !Number.isFinite(within)) return NO_PLACE;
  if (memo.demandsSeen + 1 >= DEMAND_PLACES) {
    // The places are given out anew, and what was decided under the old ones goes with them.
    forget(memo);
    memo.demands.clear();
    memo.demandsSeen = 0;
  }
  const places = memo.demands.get(mask) ?? new Map<Milliseconds | undefined, number>();
  memo.demands.set(mask, places);
  places.set(within, ++memo.demandsSeen);
  return memo.demandsSeen;
}
