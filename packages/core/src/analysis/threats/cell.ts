import { type ThreatAccount, usualSession } from './accounts.ts';
import { gravity, type ThreatGoal } from './goal.ts';
import { reachable, withWeaker } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import type { Held } from './opened.ts';
import { search } from './search.ts';
import type { ThreatStep } from './step.ts';
import type { Target } from './target.ts';
import { handsOf, type Theft, type Thief } from './thief.ts';
import { applies } from './thieves.ts';

/** Something that is reached, with the shortest chain to it. */
export interface ThreatReach {
  readonly goal: ThreatGoal;
  readonly chain: readonly ThreatStep[];
}

/** What one thief reaches of one kind of account. */
export interface ThreatCell {
  readonly thief: string;
  readonly thefts: readonly Theft[];
  readonly account: ThreatAccount;
  /** The graver goals first. */
  readonly reached: readonly ThreatReach[];
  /** How many states were looked at. */
  readonly states: number;
  /** Whether every state was looked at, or everything reached that can be reached of the account. */
  readonly complete: boolean;
}

/**
 * The cell of a thief and an account; `undefined` if the account has nothing of what the thief steals.
 *
 * @param known cells of the same account. Two thieves together reach what each of them reaches alone: if a thief alone reaches
 *   everything that can be reached, nothing is searched
 */
export function cellOf(
  world: ThreatWorld,
  thief: Thief,
  account: ThreatAccount,
  target: Target,
  budget: number,
  known?: ReadonlyMap<string, ThreatCell>,
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
  const { reached, states, complete } = search({ world, hands, begin: { steps: [], target, held }, wanted, budget });
  return { ...cell, reached: inOrder(reached), states, complete };
}

/** The cookies among the thefts; `undefined` if the owner has no usual session yet. */
export function cookiesOf(world: ThreatWorld, { thefts }: Thief, target: Target): readonly Held[] | undefined {
  const ages = [
    ...(thefts.includes('fresh-cookie') ? [1 as const] : []),
    ...(thefts.includes('older-cookie') ? [2 as const] : []),
  ];
  const cookies = ages.map((age) => usualSession(world, target, age));
  return cookies.some((cookie) => cookie === undefined) ? undefined : cookies.flatMap((cookie) => cookie ?? []);
}

/** What is reached, the graver goals first. Of sessions, the strongest. */
function inOrder(reached: ReadonlyMap<ThreatGoal, readonly ThreatStep[]>): readonly ThreatReach[] {
  const weaker = new Set([...reached.keys()].flatMap((goal) => withWeaker(goal).slice(0, -1)));
  return [...reached]
    .filter(([goal]) => !weaker.has(goal))
    .map(([goal, chain]) => ({ goal, chain }))
    .sort((a, b) => gravity(a.goal) - gravity(b.goal));
}
