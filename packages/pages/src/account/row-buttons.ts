import { button } from '../parts/controls.ts';
import { act, type Done, type Shown } from './shown.ts';

/** Makes a compact button that runs an action of the page, then shows the success message or the problem. */
export type RowButton = (
  label: string,
  testid: string,
  run: () => Promise<Done>,
  how?: {
    /** The accessible name, which distinguishes two buttons with the same label. Default: the label. */
    readonly spoken?: string;
    /** A further CSS class: `danger`. Default: none. */
    readonly look?: string;
  },
) => HTMLElement;

/** The buttons in the rows of a card. */
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
