import { explainReason, type Reason } from '@sallyport/core';
import type { AffectedAccount } from '@sallyport/core/analysis';

/** Accounts that fare the same, for the same reasons. */
export interface AffectedGroup {
  readonly impact: AffectedAccount['impact'];
  /** How they fare under the old policy; absent if there is none. */
  readonly before?: AffectedAccount['before'];
  readonly count: number;
  /** In words, for an administrator. */
  readonly reasons: readonly string[];
  /** The first few. */
  readonly examples: readonly string[];
}

const MOST_GROUPS = 100;
const MOST_EXAMPLES = 5;

type Counting = { -readonly [Member in keyof AffectedGroup]: AffectedGroup[Member] } & { examples: string[] };

/** In words, but for what would satisfy a strength, which `explain` tells. */
function shortly({ code, params, source, satisfiedBy }: Reason): string {
  const rest = code === 'strength-required' || satisfiedBy === undefined ? {} : { satisfiedBy };
  return explainReason({ code, params, source, ...rest }, 'administrator');
}

/** Counts affected accounts by what becomes of them and why. In constant memory: after a hundred groups the rest is one. */
export function affectedGroups(): {
  readonly add: (account: AffectedAccount) => void;
  /** The graver ones first, then the larger ones. */
  readonly result: () => readonly AffectedGroup[];
} {
  const groups = new Map<string, Counting>();
  // The preview gives accounts that fare the same the same list of reasons: its group is looked for once.
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
