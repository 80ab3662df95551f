import { type Child, h } from '../ui/element.ts';

/** A way to sign in: what it is called, how it stands, and what can be done about it. */
export function factorRow(title: string, text: string, actions: Child): HTMLElement {
  return h(
    'div',
    { class: 'row', 'data-factor': title },
    h('div', { class: 'about' }, h('p', {}, title), h('p', {}, text)),
    h('div', { class: 'actions keep' }, actions),
  );
}
