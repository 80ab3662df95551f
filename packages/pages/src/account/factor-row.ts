import { breakable, type Child, h } from '../parts/element.ts';

/** A row for a way to sign in: its name, which may have soft hyphens, its state in one line or more, and its actions. */
export function factorRow(title: string, state: string | readonly string[], actions: Child): HTMLElement {
  const lines = [state].flat();
  return h(
    'div',
    { class: 'row', 'data-factor': title.replaceAll('\u00ad', '') },
    h(
      'div',
      { class: 'about' },
      h('p', {}, title),
      lines.map((line) => h('p', {}, breakable(line))),
    ),
    h('div', { class: 'actions keep' }, actions),
  );
}
