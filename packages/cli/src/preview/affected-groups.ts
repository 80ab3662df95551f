import type { AffectedAccount } from '@sallyport/assurance';
import { explainReason, type Reason } from '@sallyport/core';

/** Accounts with the same effect for the same reasons. */
export interface AffectedGroup {
  /** The effect of the new policy on the accounts. */
  readonly impact: AffectedAccount['impact'];
  /** The effect of the old policy on the accounts; absent without an old policy. */
  readonly before?: AffectedAccount['before'];
  /** The number of accounts. */
  readonly count: number;
  /** In words, for an administrator. */
  readonly reasons: readonly string[];
  /** The ids of the first accounts. */
  readonly examples: readonly string[];
}

const MOST_GROUPS = 100;
const MOST_EXAMPLES = 5;

type Counting = { -readonly [Member in keyof AffectedGroup]: AffectedGroup[Member] } & { examples: string[] };

/** Without combinations: `explain` lists them. */
function shortly({ code, params, source, satisfiedBy }: Reason): string {
  const rest = code === 'strength-required' || satisfiedBy === undefined ? {} : { satisfiedBy };
  return explainReason({ code, params, source, ...rest }, 'administrator');
}

/** In constant memory: after 100 groups, further reasons share a group for each effect. */
export function affectedGroups(): {
  readonly add: (account: AffectedAccount) => void;
  /** Stranded accounts first. */
  readonly result: () => readonly AffectedGroup[];
} {
  const groups = new Map<string, Counting>();
  // The preview gives equal accounts the same array of reasons.
  const known = new WeakMap<readonly Reason[], Map<AffectedAccount['before'], Counting>>();
  const groupOf = ({ impact, before, because }: AffectedAccount): Counting => {
    const reasons = [...new Set(because.map(shortly))];
    const own = JSON.stringify([impact, before, reasons]);
    const full = groups.size >= MOST_GROUPS && !groups.has(own);
    const key = full ? impact : own;
    const group = groups.get(key) ?? {
      impact,
      before: full ? undefined : before,
      count: 0,
      reasons: full ? ['Other reasons.'] : reasons,
      examples: [],
    };
    groups.set(key, group);
    return group;
  };
  const add = (account: AffectedAccount): void => {
    const { id, before, because } = account;
    const ofReasons = known.get(because) ?? new Map<AffectedAccount['before'], Counting>();
    known.set(because, ofReasons);
    const group = ofReasons.get(before) ?? groupOf(account);
    ofReasons.set(before, group);
    group.count++;
    if (group.examples.length < MOST_EXAMPLES) group.examples.push(id);
  };
  const result = (): readonly AffectedGroup[] =>
    [...groups.values()].sort((a, b) => (a.impact === b.impact ? b.count - a.count : a.impact === 'stranded' ? -1 : 1));
  return { add, result };
}
