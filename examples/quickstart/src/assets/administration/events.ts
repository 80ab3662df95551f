import type { LoggedEvent } from '@sallyport/browser';
import { type Child, h } from '../ui/element.ts';
import { wayName, when } from '../ui/explain.ts';
import { sentenceFor, words } from '../ui/words.ts';
import { detailOf } from './event-detail.ts';

/**
 * Entries of the action log as a table.
 *
 * @param gone ids of accounts that were deleted, by entries that are not among these
 */
export function eventTable(
  events: readonly LoggedEvent[],
  withAccount: boolean,
  names?: ReadonlyMap<string, string>,
  gone: ReadonlySet<string> = new Set(),
): HTMLElement {
  if (events.length === 0) return h('p', { class: 'card empty' }, words.security.events.nothing);
  const deleted = new Set([...gone, ...deletedIn(events)]);
  const named = (id: string | undefined): Child => {
    if (id === undefined) return '';
    return names?.get(id) ?? (deleted.has(id) ? deletedAccount(id) : actorName(id));
  };
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
            withAccount ? h('td', {}, named(event.accountId)) : null,
            h('td', { class: 'muted' }, howOf(event, named)),
          ),
        ),
      ),
    ),
  );
}

/** The accounts that were deleted, by these entries. */
export function deletedIn(events: readonly LoggedEvent[]): readonly string[] {
  return events.flatMap(({ type, accountId }) =>
    type === 'account.deleted' && accountId !== undefined ? [accountId] : [],
  );
}

/** An account that is gone leads to what happened to it: nobody has to know the whole ID, by which the log finds that. */
function deletedAccount(id: string): HTMLElement {
  return h(
    'a',
    { href: logOf(id), title: id, 'data-testid': 'deleted-account' },
    words.security.events.deleted(id.slice(0, SHOWN_OF_ID)),
  );
}

/** How much of an ID is shown in place of a name. */
export const SHOWN_OF_ID = 6;

/** The page of what happened to one account. */
export function logOf(id: string): string {
  return `/admin/security?account=${encodeURIComponent(id)}`;
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

function howOf(event: LoggedEvent, named: (id: string | undefined) => Child): Child {
  const by =
    event.actor !== undefined && event.actor !== event.accountId
      ? words.security.events.by(named(event.actor))
      : undefined;
  const isSaid = sentenceFor(words.eventsAbout, event.type) !== undefined;
  const how = event.method === undefined || isSaid ? undefined : wayName(event.method);
  return [how, by, detailOf(event), event.ip]
    .filter((part) => part !== undefined)
    .map((part, place): Child => (place === 0 ? part : [' · ', part]));
}
