import type { LoggedEvent } from '@sallyport/browser';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';
import { words } from '../ui/words.ts';
import { detailOf } from './event-detail.ts';

/** Entries of the action log as a table. */
export function eventTable(
  events: readonly LoggedEvent[],
  withAccount: boolean,
  names?: ReadonlyMap<string, string>,
): HTMLElement {
  if (events.length === 0) return h('p', { class: 'card empty' }, words.security.events.nothing);
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
          h('th', { scope: 'col' }, words.security.events.when),
          h('th', { scope: 'col' }, words.security.events.what),
          withAccount ? h('th', { scope: 'col' }, words.security.events.who) : null,
          h('th', { scope: 'col' }, words.security.events.how),
        ),
      ),
      h(
        'tbody',
        {},
        inRuns(events).map(([event, times]) =>
          h(
            'tr',
            { 'data-testid': 'event' },
            h('td', { title: event.at }, when(event.at)),
            h(
              'td',
              {},
              h('code', {}, event.type),
              times > 1 ? h('span', { class: 'muted' }, words.security.events.times(times)) : null,
            ),
            withAccount ? h('td', {}, named(event.accountId)) : null,
            h('td', { class: 'muted' }, howOf(event, named)),
          ),
        ),
      ),
    ),
  );
}

/** Equal events in a row as one, the newest, with how many they are. */
function inRuns(events: readonly LoggedEvent[]): (readonly [event: LoggedEvent, times: number])[] {
  const runs: [LoggedEvent, number][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last !== undefined && kindOf(last[0]) === kindOf(event)) last[1] += 1;
    else runs.push([event, 1]);
  }
  return runs;
}

function kindOf({ type, accountId, actor, method, ip, detail }: LoggedEvent): string {
  return JSON.stringify([type, accountId, actor, method, ip, detail]);
}

function howOf(event: LoggedEvent, named: (id: string | undefined) => string): string {
  const by =
    event.actor !== undefined && event.actor !== event.accountId
      ? words.security.events.by(named(event.actor))
      : undefined;
  return [event.method, by, detailOf(event), event.ip].filter((part) => part !== undefined).join(' · ');
}
