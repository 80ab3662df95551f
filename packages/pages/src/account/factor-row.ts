import { breakable, type Child, h } from '../parts/element.ts';

/** A row for a way to sign in: its name, which may have soft hyphens, its state and its actions. */
export function factorRow(title: string, text: string, actions: Child): HTMLElement {
  return h(
    'div',
    { class: 'row', 'data-factor': title.replaceAll('\u00ad', '') },
    h('div', { class: 'about' }, h('p', {}, title), h('p', {}, breakable(text))),
    h('div', { class: 'actions keep' }, actions),
  );
}
