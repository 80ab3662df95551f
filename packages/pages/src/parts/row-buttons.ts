import { button } from './controls.ts';
import { act, type Done, type Shown } from './shown.ts';

export type RowButton = (
  label: string,
  testid: string,
  run: () => Promise<Done>,
  how?: {
    readonly spoken?: string;
    readonly look?: string;
  },
) => HTMLElement;

export function rowButtons(shown: Shown): RowButton {
  return (label, testid, run, { spoken = label, look = '' } = {}) =>
    button({
      label,
      testid,
      look: `compact ${look}`,
      attributes: { 'aria-label': spoken },
      run: () => act(shown, run),
    });
}
