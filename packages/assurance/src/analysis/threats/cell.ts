import { type ThreatAccount, usualSession } from './accounts.ts';
import { gravity, type ThreatGoal } from './goal.ts';
import { reachable, withWeaker } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import type { Memory } from './memory.ts';
import type { Held } from './opened.ts';
import { saying } from './said.ts';
import { search } from './search.ts';
import type { ThreatStep } from './step.ts';
import type { Target } from './target.ts';
import { handsOf, type Theft, type Thief } from './thief.ts';
import { applies } from './thieves.ts';

/** A goal with the shortest chain to the goal. */
export interface ThreatReach {
  /** The result for the thief. */
  readonly goal: ThreatGoal;
  /** The acts in order; empty if the stolen things are the goal already. */
  readonly chain: readonly ThreatStep[];
}

/** The goals of one thief on one kind of account. */
export interface ThreatCell {
  /** The id of the thief. */
  readonly thief: string;
  /** The stolen things. */
  readonly thefts: readonly Theft[];
  /** The kind of account under attack. */
  readonly account: ThreatAccount;
  /** The graver goals first. */
  readonly reached: readonly ThreatReach[];
  /** The number of states of the search. */
  readonly states: number;
  /** The search ended by itself: no state is left, or every possible goal is reached. */
  readonly complete: boolean;
}

/**
 * `undefined` if the account lacks a stolen thing.
 * @param known if one thief of a pair has every possible goal, the pair needs no search
 */
export function cellOf(
  world: ThreatWorld,
  thief: Thief,
  account: ThreatAccount,
  target: Target,
  budget: number,
  { known, memory }: { readonly known?: ReadonlyMap<string, ThreatCell>; readonly memory?: Memory | undefined } = {},
): ThreatCell | undefined {
  if (!applies(thief, target)) return undefined;
  const held = cookiesOf(world, thief, target);
  if (held === undefined) return undefined;
  const hands = handsOf(thief);
  const wanted = reachable({ world, hands, target });
  const cell = { thief: thief.id, thefts: thief.thefts, account };
  for (const part of thief.id.split('+')) {
    const alone = part === thief.id ? undefined : known?.get(part);
    const goals = new Set(alone?.reached.flatMap(({ goal }) => withWeaker(goal)));
    if (alone !== undefined && [...wanted].every((goal) => goals.has(goal)))
      return { ...cell, reached: alone.reached, states: 0, complete: true };
  }
  const begin = { steps: [], target: afterCookies(world, target, held), held };
  const { reached, states, complete } = search({ world, hands, begin, wanted, budget, memory });
  return { ...cell, reached: inOrder(reached), states, complete };
}

/** `undefined` if the owner has no usual session yet. */
export function cookiesOf(world: ThreatWorld, { thefts }: Thief, target: Target): readonly Held[] | undefined {
  const ages = [
    ...(thefts.includes('fresh-cookie') ? [1 as const] : []),
    ...(thefts.includes('older-cookie') ? [2 as const] : []),
  ];
  const cookies = ages.map((age) => usualSession(world, target, age));
  return cookies.some((cookie) => cookie === undefined) ? undefined : cookies.flatMap((cookie) => cookie ?? []);
}

export function afterCookies(world: ThreatWorld, target: Target, cookies: readonly Held[]): Target {
  const proofs = cookies.flatMap(({ evidence }) => evidence.map(({ proof }) => proof));
  return saying(world, target, proofs);
}

function inOrder(reached: ReadonlyMap<ThreatGoal, readonly ThreatStep[]>): readonly ThreatReach[] {
  const weaker = new Set([...reached.keys()].flatMap((goal) => withWeaker(goal).slice(0, -1)));
  return [...reached]
    .filter(([goal]) => !weaker.has(goal))
    .map(([goal, chain]) => ({ goal, chain }))
    .sort((a, b) => gravity(a.goal) - gravity(b.goal));
}
