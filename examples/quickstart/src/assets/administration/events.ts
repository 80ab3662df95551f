import type { LoggedEvent } from '@sallyport/browser';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';

/** Entries of the action log as a table. */
export function eventTable(
  events: readonly LoggedEvent[],
  withAccount: boolean,
  names?: ReadonlyMap<string, string>,
): HTMLElement {
  if (events.length === 0) return h('p', { class: 'card empty' }, 'Nothing yet.');
  const named = (id: string | undefined): string => (id === undefined ? '' : (names?.get(id) ?? id));
  return h(
    'div',
    { class: 'card rows scroll', 'data-testid': 'events' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'When'),
          h('th', { scope: 'col' }, 'What'),
          withAccount ? h('th', { scope: 'col' }, 'Who') : null,
          h('th', { scope: 'col' }, 'How'),
        ),
      ),
      h(
        'tbody',
        {},
        events.map((event) =>
          h(
            'tr',
            { 'data-testid': 'event' },
            h('td', { title: event.at }, when(event.at)),
            h('td', {}, h('code', {}, event.type)),
            withAccount ? h('td', {}, named(event.accountId)) : null,
            h('td', { class: 'muted' }, howOf(event, named)),
          ),
        ),
      ),
    ),
  );
}

function howOf(event: LoggedEvent, named: (id: string | undefined) => string): string {
  const by = event.actor !== undefined && event.actor !== event.accountId ? `by ${named(event.actor)}` : undefined;
  const detail = typeof event.detail === 'string' ? event.detail : undefined;
  return [event.method, by, event.ip, detail].filter((part) => part !== undefined).join(' · ');
}
