import { counted } from '../terminal/wrap.ts';
import type { BetterCell, PreviewReport, ThreatsChange, WorseCell } from './report.ts';

/** `2 accounts`, or nothing if no accounts were given. */
export function accountsOfKind({ accounts }: WorseCell | BetterCell): string {
  return accounts === undefined ? '' : counted(accounts, 'account');
}

/** The most cells with less reach that are listed. The JSON has all cells. */
const MOST_LESS = 10;

/** The listed cells that reach less. */
interface LessTexts {
  readonly title: string;
  readonly cells: readonly BetterCell[];
  readonly rest: readonly string[];
}

/** Returns `undefined` if there are no such cells. A stolen session that `onTighten` lets go on still reaches as much as before. */
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

/** The goals after the change. A short text of goals may not name the lost goal. */
export function lessAfter({ before, after, lost }: BetterCell): string {
  return before === after ? `${after}, without ${lost}` : after;
}

/** The number of cells that no search decided. */
export function undecidedTexts({ undecided }: ThreatsChange): readonly string[] {
  return undecided === 0 ? [] : [`${counted(undecided, 'cell')} not decided: the budget of the search ended.`];
}
