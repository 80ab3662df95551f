import { button } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import { problemLine } from '../parts/problem-line.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from './words.ts';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** Rows with a button for the next page. */
export function pagesOf<Item>(input: {
  readonly first: PageOf<Item>;
  readonly testid: string;
  row(item: Item): HTMLElement;
  load(cursor: string): Promise<PageOf<Item>>;
}): HTMLElement {
  const problem = problemLine();
  const rows = h('div', { class: 'card rows', 'data-testid': input.testid });
  const foot = h('div', { class: 'actions' });
  const add = ({ items, next }: PageOf<Item>): readonly HTMLElement[] => {
    const added = items.map(input.row);
    rows.append(...added);
    foot.replaceChildren(...(next === undefined ? [] : [more(next)]));
    return added;
  };
  const more = (cursor: string): HTMLElement =>
    button({
      label: words.buttons.showMore,
      testid: `${input.testid}-more`,
      run: async () => {
        problem.clear();
        try {
          const [first] = add(await withStepUp(() => input.load(cursor)));
          // The pressed button is gone.
          first?.setAttribute('tabindex', '-1');
          first?.focus();
        } catch (thrown) {
          problem.show(thrown);
        }
      },
    });
  add(input.first);
  return h('div', { class: 'stack' }, rows, problem.element, foot);
}
