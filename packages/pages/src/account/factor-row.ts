import { breakable, type Child, h } from '../parts/element.ts';

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
