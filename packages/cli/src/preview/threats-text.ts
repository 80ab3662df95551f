import { counted } from '../terminal/wrap.ts';
import type { BetterCell, PreviewReport, ThreatsChange, WorseCell } from './report.ts';

/** Empty if no accounts were given. */
export function accountsOfKind({ accounts }: WorseCell | BetterCell): string {
  return accounts === undefined ? '' : counted(accounts, 'account');
}

/** The JSON has all cells. */
const MOST_LESS = 10;

interface LessTexts {
  readonly title: string;
  readonly cells: readonly BetterCell[];
  readonly rest: readonly string[];
}

/** A stolen session that `onTighten` lets go on reaches as much as before. */
export function lessTexts(
  { lessCells: cells }: ThreatsChange,
  openSessions: PreviewReport['openSessions'],
): LessTexts | undefined {
  if (cells.length === 0) return undefined;
  const goOn = openSessions !== undefined && (openSessions.act === 'next-sign-in' || openSessions.after !== undefined);
  return {
    title: `In ${counted(cells.length, 'cell')} a thief reaches less than before${goOn ? ', once the open sessions have ended' : ''}:`,
    cells: cells.slice(0, MOST_LESS),
    rest: cells.length > MOST_LESS ? [`And ${cells.length - MOST_LESS} more.`] : [],
  };
}

/** A short text of goals may not name the lost goal. */
export function lessAfter({ before, after, lost }: BetterCell): string {
  return before === after ? `${after}, without ${lost}` : after;
}

export function undecidedTexts({ undecided }: ThreatsChange): readonly string[] {
  return undecided === 0 ? [] : [`${counted(undecided, 'cell')} not decided: the budget of the search ended.`];
}
