import type { ThreatAccount } from './accounts.ts';
import type { ThreatCell } from './cell.ts';
import { headline } from './goal.ts';
import { accountText, goalsText, THREAT_WORDS, type ThreatWords, thiefText } from './words.ts';

/** A row of the table: thieves with the same goals. */
export interface ThreatRow {
  /** In words. */
  readonly thieves: readonly string[];
  /** The goals on each account, in words. Empty: the account lacks a stolen thing. */
  readonly reach: readonly string[];
}

/** The cells as a table of thieves by accounts. */
export interface ThreatTable {
  /** In words, a text for each column. */
  readonly accounts: readonly string[];
  /** A row for each thief. */
  readonly rows: readonly ThreatRow[];
}

/**
 * The cells as a table. Thieves with the same goals share a row. A pair of thieves has a row only if the pair has a goal that each thief
 * alone lacks.
 */
export function threatTable(cells: readonly ThreatCell[], words: ThreatWords = THREAT_WORDS): ThreatTable {
  const accounts = distinct(cells.map(({ account }) => account));
  const byThief = new Map<string, Map<ThreatAccount, ThreatCell>>();
  for (const cell of cells) {
    const own = byThief.get(cell.thief) ?? new Map<ThreatAccount, ThreatCell>();
    byThief.set(cell.thief, own.set(cell.account, cell));
  }
  const rows = new Map<string, ThreatRow>();
  for (const [thief, own] of byThief) {
    if (thief.includes('+') && !addsTo(own, thief, byThief)) continue;
    const reach = accounts.map((account) => {
      const cell = own.get(account);
      return cell === undefined ? '' : cellText(cell, words);
    });
    const key = JSON.stringify(reach);
    rows.set(key, { thieves: [...(rows.get(key)?.thieves ?? []), thiefText(thief, words)], reach });
  }
  return { accounts: accounts.map(accountText), rows: [...rows.values()] };
}

export function cellText({ reached, complete }: ThreatCell, words: ThreatWords = THREAT_WORDS): string {
  const text = goalsText(
    reached.map(({ goal }) => goal),
    words,
  );
  return complete ? text : `${text}, not decided`;
}

function addsTo(
  own: ReadonlyMap<ThreatAccount, ThreatCell>,
  thief: string,
  byThief: ReadonlyMap<string, ReadonlyMap<ThreatAccount, ThreatCell>>,
): boolean {
  const parts = thief.split('+');
  return [...own].some(([account, cell]) => {
    const goals = headline(cell.reached.map(({ goal }) => goal));
    return goals.some((goal) =>
      parts.every(
        (part) =>
          byThief
            .get(part)
            ?.get(account)
            ?.reached.every((other) => other.goal !== goal) !== false,
      ),
    );
  });
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

/** The table in Markdown. */
export function threatMarkdown({ accounts, rows }: ThreatTable): string {
  const lines = [
    ['Thief', ...accounts],
    ['---', ...accounts.map(() => '---')],
    ...rows.map(({ thieves, reach }) => [thieves.join('; '), ...reach]),
  ];
  return `${lines.map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n')}\n`;
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
