import { STRONG_SECONDS } from '@sallyport/core/model';
import { accountWords, type ThreatAccount } from './accounts.ts';
import type { ThreatCell } from './cell.ts';
import { gravity, headline, type ThreatGoal } from './goal.ts';
import type { ThreatStep } from './step.ts';
import { chainText, goalsText, thiefText } from './words.ts';

/** A cell with a new goal. */
export interface WorseThreat {
  /** The id of the thief. */
  readonly thief: string;
  /** The kind of account under attack. */
  readonly account: ThreatAccount;
  /** The goals under the policy in force. */
  readonly before: readonly ThreatGoal[];
  /** The goals under the new policy. */
  readonly after: readonly ThreatGoal[];
  /** The gravest new goal. `chain` is the shortest chain to this goal. */
  readonly gained: ThreatGoal;
  /** The acts that lead to `gained`. */
  readonly chain: readonly ThreatStep[];
}

/** A cell that loses a goal and gains no goal. */
export interface BetterThreat extends Pick<WorseThreat, 'thief' | 'account' | 'before' | 'after'> {
  /** The gravest lost goal. */
  readonly lost: ThreatGoal;
}

/** The comparison of two analyses. */
export interface ThreatChange {
  /** The gravest first. */
  readonly worse: readonly WorseThreat[];
  /** The cells with the gravest lost goal first. */
  readonly better: readonly BetterThreat[];
  /** The number of cells for which the budget ended a search before the comparison was certain. */
  readonly undecided: number;
}

/** A row of the preview in words: the thief, the account, and the goals before and after the change. */
export interface ThreatPreviewRow {
  /** The stolen things, in words. */
  readonly thief: string;
  /** The kind of account: its role and its factors, in words. */
  readonly reach: string;
  /** The goals under the policy in force, in words. */
  readonly before: string;
  /** The goals under the new policy, in words. */
  readonly after: string;
  /** The shortest chain to the gravest new goal. */
  readonly chain: string;
  /** The same as data, for words in another language. */
  readonly codes: ThreatPreviewCodes;
}

/** A row of the preview as data. */
export interface ThreatPreviewCodes {
  /** The id of the thief: `unlocked-phone+mailbox`, `provider:corp`. */
  readonly thief: string;
  /** The roles of the account. */
  readonly roles: readonly string[];
  /** The methods of the account's factors. An address is `email-code`. */
  readonly factors: readonly string[];
  /** A break-glass account. */
  readonly emergency: boolean;
  /** The goals that a short text names. */
  readonly before: readonly ThreatGoal[];
  /** The goals under the new policy. */
  readonly after: readonly ThreatGoal[];
  /** The acts that lead to the gravest new goal. */
  readonly chain: readonly ThreatStep[];
}

type Analysed = { readonly cells: readonly ThreatCell[] };

/**
 * Compares two analyses of the same accounts cell by cell. A cell that is missing in one analysis counts as a cell without goals. A goal
 * that one analysis has and an unfinished search of the other analysis lacks is not decided.
 */
export function compareThreats(before: Analysed, after: Analysed): ThreatChange {
  const cellsBefore = new Map(before.cells.map((cell) => [keyOf(cell), cell]));
  const cellsAfter = new Map(after.cells.map((cell) => [keyOf(cell), cell]));
  const worse: WorseThreat[] = [];
  const better: BetterThreat[] = [];
  let undecided = 0;
  for (const key of new Set([...cellsAfter.keys(), ...cellsBefore.keys()])) {
    const [old, cell] = [cellsBefore.get(key), cellsAfter.get(key)];
    const [had, has] = [goalsIn(old), goalsIn(cell)];
    const gained = cell?.reached.find(({ goal }) => isMore(goal, had));
    const [lost] = had.filter((goal) => isMore(goal, has)).sort((a, b) => gravity(a) - gravity(b));
    const isSure = { before: old?.complete !== false, after: cell?.complete !== false };
    if (gained !== undefined && cell !== undefined && isSure.before) {
      const { thief, account } = cell;
      worse.push({ thief, account, before: had, after: has, gained: gained.goal, chain: gained.chain });
    } else if (gained === undefined && old !== undefined && lost !== undefined && isSure.after)
      better.push({ thief: old.thief, account: old.account, before: had, after: has, lost });
    else if (!isSure.before || !isSure.after) undecided++;
  }
  return {
    worse: worse.sort((a, b) => gravity(a.gained) - gravity(b.gained)),
    better: better.sort((a, b) => gravity(a.lost) - gravity(b.lost)),
    undecided,
  };
}

/** A cell, and the number of accounts of its kind. */
export interface CountedThreat<Cell> {
  /** The cell. */
  readonly cell: Cell;
  /** The number of accounts. */
  readonly accounts: number;
}

/**
 * Orders cells for a person: first the cells of accounts that exist, then the gravest, then the cells with the most accounts.
 *
 * @param countOf the number of accounts of a kind, as `threatKinds` counts
 */
export function byAccounts<Cell extends WorseThreat | BetterThreat>(
  cells: readonly Cell[],
  countOf: (kind: ThreatAccount) => number,
): readonly CountedThreat<Cell>[] {
  const goalOf = (cell: WorseThreat | BetterThreat): number => gravity('gained' in cell ? cell.gained : cell.lost);
  return cells
    .map((cell) => ({ cell, accounts: countOf(cell.account) }))
    .sort(
      (a, b) =>
        Number(a.accounts === 0) - Number(b.accounts === 0) ||
        goalOf(a.cell) - goalOf(b.cell) ||
        b.accounts - a.accounts,
    );
}

/** The cells with a new goal, in words. */
export function threatRows({ worse }: Pick<ThreatChange, 'worse'>): readonly ThreatPreviewRow[] {
  return worse.map((cell) => ({
    ...wordsOf(cell),
    chain: chainText(cell.chain),
    codes: { ...codesOf(cell), chain: cell.chain },
  }));
}

/** A cell with a lost goal in words. */
export interface BetterThreatRow extends Pick<ThreatPreviewRow, 'thief' | 'reach' | 'before' | 'after'> {
  /** The gravest lost goal, in words. */
  readonly lost: string;
  /** The same as data, for words in another language. */
  readonly codes: Omit<ThreatPreviewCodes, 'chain'>;
}

/** The cells with a lost goal, in words. */
export function betterThreatRows({ better }: Pick<ThreatChange, 'better'>): readonly BetterThreatRow[] {
  return better.map((cell) => ({ ...wordsOf(cell), lost: goalsText([cell.lost]), codes: codesOf(cell) }));
}

type AnyThreat = Pick<WorseThreat, 'thief' | 'account' | 'before' | 'after'>;

function codesOf({ thief, account, before, after }: AnyThreat): BetterThreatRow['codes'] {
  return {
    thief,
    roles: account.roles,
    factors: methodsIn(account),
    emergency: account.emergency === true,
    before: headline(before),
    after: headline(after),
  };
}

function wordsOf({ thief, account, before, after }: AnyThreat): Omit<BetterThreatRow, 'lost' | 'codes'> {
  return {
    thief: thiefText(thief),
    reach: `${account.roles.join(' + ') || 'no role'}: ${accountWords(account).join(', ') || 'nothing'}`,
    before: goalsText(before),
    after: goalsText(after),
  };
}

function methodsIn({ factors }: ThreatAccount): readonly string[] {
  const { password, ldap, sso = [], passkeys, mailDomain, codes = [] } = factors;
  return [
    ...(password === undefined ? [] : ['password']),
    ...(ldap === true ? ['ldap'] : []),
    ...(sso.length === 0 ? [] : ['sso']),
    ...(mailDomain === undefined ? [] : ['email-code']),
    ...STRONG_SECONDS.flatMap(({ name, enrolled }) => (enrolled(factors) ? [name] : [])),
    ...codes,
    ...(passkeys.length === 0 ? [] : ['passkey']),
  ];
}

function goalsIn(cell: ThreatCell | undefined): readonly ThreatGoal[] {
  return cell?.reached.map(({ goal }) => goal) ?? [];
}

/** A weaker session is no more than a stronger session. */
function isMore(goal: ThreatGoal, others: readonly ThreatGoal[]): boolean {
  if (others.includes(goal)) return false;
  if (!goal.startsWith('session-')) return true;
  return !others.some((other) => other.startsWith('session-') && gravity(other) < gravity(goal));
}

function keyOf({ thief, account: { roles, factors, emergency } }: ThreatCell): string {
  return JSON.stringify([thief, roles, factors, emergency === true]);
}
