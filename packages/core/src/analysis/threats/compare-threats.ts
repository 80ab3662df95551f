import type { ThreatAccount } from './accounts.ts';
import type { ThreatCell } from './cell.ts';
import { gravity, type ThreatGoal } from './goal.ts';
import type { ThreatStep } from './step.ts';
import { accountText, goalsText, thiefText } from './words.ts';

/** A cell in which a thief reaches more than before. */
export interface WorseThreat {
  readonly thief: string;
  readonly account: ThreatAccount;
  readonly before: readonly ThreatGoal[];
  readonly after: readonly ThreatGoal[];
  /** The gravest goal that is new, and the shortest chain to it. */
  readonly gained: ThreatGoal;
  readonly chain: readonly ThreatStep[];
}

/** What a change of the policy means for thieves. */
export interface ThreatChange {
  /** The gravest first. */
  readonly worse: readonly WorseThreat[];
  /** In how many cells a thief reaches less, and nothing more. */
  readonly better: number;
}

/** A row of the preview, in words: who, what of which account, and what that thief reached before and reaches after. */
export interface ThreatPreviewRow {
  readonly thief: string;
  readonly reach: string;
  readonly before: string;
  readonly after: string;
}

type Analysed = { readonly cells: readonly ThreatCell[] };

/**
 * Holds the cells of two analyses against each other, cell by cell. A cell that only one of them has counts as a cell in which nothing
 * is reached in the other.
 */
export function compareThreats(before: Analysed, after: Analysed): ThreatChange {
  const cellsBefore = new Map(before.cells.map((cell) => [keyOf(cell), cell]));
  const cellsAfter = new Map(after.cells.map((cell) => [keyOf(cell), cell]));
  const worse: WorseThreat[] = [];
  let better = 0;
  for (const [key, cell] of cellsAfter) {
    const had = goalsIn(cellsBefore.get(key));
    const gained = cell.reached.find(({ goal }) => isMore(goal, had));
    const { thief, account } = cell;
    const has = goalsIn(cell);
    if (gained !== undefined)
      worse.push({ thief, account, before: had, after: has, gained: gained.goal, chain: gained.chain });
    else if (had.some((goal) => isMore(goal, has))) better++;
  }
  for (const [key, cell] of cellsBefore) if (!cellsAfter.has(key) && cell.reached.length > 0) better++;
  return { worse: worse.sort((a, b) => gravity(a.gained) - gravity(b.gained)), better };
}

/** The rows of a preview over HTTP. */
export function threatRows({ worse }: ThreatChange): readonly ThreatPreviewRow[] {
  return worse.map(({ thief, account, before, after }) => ({
    thief: thiefText(thief),
    reach: account.roles.length === 0 ? `no role: ${accountText(account)}` : accountText(account),
    before: goalsText(before),
    after: goalsText(after),
  }));
}

function goalsIn(cell: ThreatCell | undefined): readonly ThreatGoal[] {
  return cell?.reached.map(({ goal }) => goal) ?? [];
}

/** Whether a goal is more than these. Of sessions only the strongest is listed, and a weaker session is no more than a stronger one. */
function isMore(goal: ThreatGoal, others: readonly ThreatGoal[]): boolean {
  if (others.includes(goal)) return false;
  if (!goal.startsWith('session-')) return true;
  return !others.some((other) => other.startsWith('session-') && gravity(other) < gravity(goal));
}

function keyOf({ thief, account: { roles, factors, emergency } }: ThreatCell): string {
  return JSON.stringify([thief, roles, factors, emergency === true]);
}
