import type { LoggedEvent } from '@sallyport/browser';
import { h } from '../ui/element.ts';
import { wayName, when } from '../ui/explain.ts';
import { sentenceFor, words } from '../ui/words.ts';
import { detailOf } from './event-detail.ts';

/** Entries of the action log as a table. */
export function eventTable(
  events: readonly LoggedEvent[],
  withAccount: boolean,
  names?: ReadonlyMap<string, string>,
): HTMLElement {
  if (events.length === 0) return h('p', { class: 'card empty' }, words.security.events.nothing);
  const deleted = new Set(events.filter(({ type }) => type === 'account.deleted').map(({ accountId }) => accountId));
  const named = (id: string | undefined): string => {
    if (id === undefined) return '';
    return names?.get(id) ?? (deleted.has(id) ? words.security.events.deleted(id.slice(0, 6)) : actorName(id));
  };
  /** The whole ID of an account that is gone: by it, the log finds what happened to it. */
  const wholeId = (id: string | undefined): string | undefined =>
    id !== undefined && deleted.has(id) ? id : undefined;
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
            { 'data-testid': 'event', 'data-type': event.type },
            h('td', { title: event.at }, when(event.at)),
            h(
              'td',
              {},
              whatHappened(event),
              times > 1 ? h('span', { class: 'muted' }, words.security.events.times(times)) : null,
            ),
            withAccount ? h('td', { title: wholeId(event.accountId) }, named(event.accountId)) : null,
            h('td', { class: 'muted', title: wholeId(event.actor) }, howOf(event, named)),
          ),
        ),
      ),
    ),
  );
}

/** Who acted, where no person did; an account that is not known by name is said by its id. */
export function actorName(id: string): string {
  return sentenceFor(words.administration.actors, id) ?? id;
}

/** What happened, in words; with what was set up or taken away, where the entry has that. */
function whatHappened({ type, method, detail = {} }: LoggedEvent): string {
  const about = sentenceFor(words.eventsAbout, type);
  const vault = sentenceFor(words.administration.vault, String(detail['kind']));
  const factor = detail['factor'] ?? method;
  const what = typeof vault === 'string' ? vault : typeof factor === 'string' ? wayName(factor) : undefined;
  return about === undefined || what === undefined ? eventName(type) : about(what);
}

/** What such entries are called; a type that this page does not know by its own name. */
export function eventName(type: string): string {
  return sentenceFor(words.events, type) ?? type;
}

/** How many rows the table has for these. */
export function shownRows(events: readonly LoggedEvent[]): number {
  return inRuns(events).length;
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
  const isSaid = sentenceFor(words.eventsAbout, event.type) !== undefined;
  const how = event.method === undefined || isSaid ? undefined : wayName(event.method);
  return [how, by, detailOf(event), event.ip].filter((part) => part !== undefined).join(' · ');
}
