import { button, type Child, h } from '@sallyport/pages/parts';
import { words } from '../words.ts';

export interface CardInput {
  readonly title: Child;
  readonly testid: string;
  /** `flush`: rows and tables reach the edge. */
  readonly look?: string;
  readonly beside?: Child;
  readonly content: Child;
}

let made = 0;

export function card({ title, testid, look = '', beside, content }: CardInput): HTMLElement {
  made += 1;
  const id = `card-${made}`;
  return h(
    'section',
    { class: `card panel ${look}`.trim(), 'aria-labelledby': id, 'data-testid': testid },
    h('div', { class: 'card-head' }, h('h2', { id }, title), beside),
    content,
  );
}

export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function chartCard(
  input: Omit<CardInput, 'beside' | 'title'> & { readonly table: ChartTable; readonly title: string },
): HTMLElement {
  const { table, content, ...rest } = input;
  const chart = h('div', { class: 'drawn' }, content);
  const numbers = numbersTable(rest.title, table);
  numbers.hidden = true;
  const toggle = button({
    label: words.charts.asTable,
    testid: `${rest.testid}-as-table`,
    look: 'as-table',
    attributes: { 'aria-expanded': 'false' },
    run: () => {
      const shows = numbers.hidden;
      numbers.hidden = !shows;
      chart.hidden = shows;
      toggle.textContent = shows ? words.charts.asChart : words.charts.asTable;
      toggle.setAttribute('aria-expanded', String(shows));
    },
  });
  return card({ ...rest, beside: toggle, content: [chart, numbers] });
}

export function numbersTable(title: string, table: ChartTable): HTMLElement {
  return h(
    'div',
    { class: 'numbers-table scroll', tabindex: 0, role: 'region', 'aria-label': words.charts.numbersOf(title) },
    tableOf(table),
  );
}

function tableOf({ head, rows }: ChartTable): HTMLElement {
  const cell = (text: string, place: number): HTMLElement =>
    place === 0 ? h('th', { scope: 'row' }, text) : h('td', { class: 'num' }, text);
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head.map((text, place) => h('th', { scope: 'col', class: place === 0 ? undefined : 'num' }, text)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) => h('tr', {}, row.map(cell))),
    ),
  );
}
