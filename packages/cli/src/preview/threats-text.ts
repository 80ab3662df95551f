import { counted } from '../terminal/wrap.ts';
import type { ThreatsChange, WorseCell } from './report.ts';

/** `2 accounts`, or nothing if no accounts were given. */
export function accountsOfKind({ accounts }: WorseCell): string {
  return accounts === undefined ? '' : counted(accounts, 'account');
}

/** The numbers of cells that reach less, or that no search decided. A sentence for each number that is not 0. */
export function fewerTexts({ less, undecided }: ThreatsChange): readonly string[] {
  return [
    ...(less === 0 ? [] : [`In ${counted(less, 'cell')} a thief reaches less than before.`]),
    ...(undecided === 0 ? [] : [`${counted(undecided, 'cell')} not decided: the budget of the search ended.`]),
  ];
}
