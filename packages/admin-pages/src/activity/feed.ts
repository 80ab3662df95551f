import type { LoggedEvent } from '@sallyport/browser';
import type { Sentence } from '@sallyport/pages';
import { breakable, type Child, h, here, locale, sentenceFor } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { differencePage } from '../policy/difference-address.ts';
import {
  beginnings,
  codedFlows,
  detailOf,
  eventName,
  factorOf,
  helpersOf,
  isAccount,
  isByOther,
  logOf,
  type Names,
  SHOWN_OF_ID,
  toldType,
} from './events.ts';
import { addressOf } from './filter.ts';
import { type HelpInRun, removedText } from './help-in-run.ts';
import { lookOf } from './kinds.ts';
import { methodOf, objectOf } from './named.ts';
import { inRuns, isOpenEnd, type Run } from './runs.ts';
import { midnight } from './strip-range.ts';
import { words } from './words.ts';

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
const days = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const counts = new Intl.NumberFormat(locale);

const { activity: says } = words;

export function feed(events: readonly LoggedEvent[], names: Names, hasOlder = false): Child {
  const byDay = new Map<number, Child[]>();
  const flows = { coded: codedFlows(events), began: beginnings(events) };
  const runs = inRuns(events);
  for (const run of runs) {
    const day = midnight(Date.parse(run.event.at));
    const isOpen = isOpenEnd(run, runs, hasOlder);
    byDay.set(day, [...(byDay.get(day) ?? []), entry(run, names, flows, isOpen)]);
  }
  return [...byDay].map(
    ([day, entries]): Child => [
      h('h3', { class: 'day' }, dayText(day)),
      h('ol', { class: 'feed', 'data-testid': 'events' }, entries),
    ],
  );
}

function dayText(day: number): string {
  const text = days.format(day);
  return day === midnight(Date.now()) ? says.feed.today(text) : text;
}

interface Flows {
  readonly coded: ReturnType<typeof codedFlows>;
  readonly began: ReturnType<typeof beginnings>;
}

function entry(
  { event, times, since, others, removed }: Run,
  names: Names,
  flows: Flows,
  isOpen: boolean,
): HTMLElement {
  const [name, look] = lookOf(toldType(event), factorOf(event));
  return h(
    'li',
    { 'data-testid': 'event', 'data-type': event.type },
    h('time', { datetime: event.at }, clock.format(Date.parse(event.at))),
    icon(name, look),
    h(
      'div',
      {},
      h(
        'p',
        {},
        removed.length === 0 ? sentence(event, names, flows.coded) : helpedIn({ event, removed }, names),
        times > 1 ? says.feed.times(counts.format(times), beginning(since, event.at)) : null,
      ),
      detailLine(event, names, flows.began, removed),
      others.length === 0 ? null : othersOf(others, names, isOpen),
    ),
  );
}

function beginning(since: string, newest: string): string {
  const at = Date.parse(since);
  return (midnight(at) === midnight(Date.parse(newest)) ? clock : moments).format(at);
}

/** @param isOpen the act can have more accounts */
function othersOf(others: readonly LoggedEvent[], names: Names, isOpen: boolean): HTMLElement {
  return h(
    'details',
    { class: 'others', 'data-testid': 'others' },
    h('summary', {}, says.feed.others(others.length, counts.format(others.length), isOpen)),
    h(
      'p',
      {},
      others.map(
        ({ accountId }, place): Child => [
          place === 0 ? '' : ', ',
          person(accountId, names, (start) => says.deleted(start, ', ')),
        ],
      ),
    ),
  );
}

/** The words of a deleted account depend on the place in the sentence. */
const WHO: unique symbol = Symbol('who');
const WHOM: unique symbol = Symbol('whom');
type Marker = typeof WHO | typeof WHOM;

/** @param coded the flows of `codedFlows`. Absent: a sign-in by an administrator's code is told as a sign-in */
export function sentence(event: LoggedEvent, names: Names, coded?: ReadonlySet<string>): Child {
  const { accountId, actor } = event;
  const type = toldType(event, coded);
  const what = objectOf(event) ?? detailOf(event, names) ?? '';
  // A sentence about the account itself says "account".
  const aboutAccount = { 'account.deleted': says.gone, 'account.created': says.goneSince };
  const named = (id: string | undefined, before: string | undefined): Child => {
    const deleted = (id === accountId ? sentenceFor(aboutAccount, type) : undefined) ?? says.deleted;
    return person(id, names, (start) => deleted(start, before));
  };
  const told = (ids: Readonly<Record<Marker, string | undefined>>, said: Sentence<Marker>): Child =>
    said.map((part, place) => {
      const before = said[place - 1];
      return part === WHO || part === WHOM ? named(ids[part], typeof before === 'string' ? before : undefined) : part;
    });
  const isOthers = isByOther(event);
  const other = isOthers ? sentenceFor(says.toOthers, type) : undefined;
  const both = { [WHO]: actor, [WHOM]: accountId };
  const alone = { [WHO]: accountId ?? actor, [WHOM]: undefined };
  if (other !== undefined) return told(both, other<Marker>(WHO, WHOM, what));
  const own = sentenceFor(says.own, type);
  if (own !== undefined && !isOthers) return told(alone, own<Marker>(WHO, WHOM, what));
  return isOthers || (actor === 'system' && accountId !== undefined)
    ? told(both, says.otherToOthers<Marker>(WHO, WHOM, eventName(type)))
    : told(alone, says.otherOwn<Marker>(WHO, eventName(type)));
}

export function helpedIn(run: HelpInRun, names: Names): Child {
  const { actor, accountId } = run.event;
  const named = (id: string | undefined, before?: string): Child =>
    person(id, names, (start) => says.deleted(start, before));
  return says.helpedIn.sentence<Child>(named(actor), named(accountId, ''), removedText(run));
}

function detailLine(event: LoggedEvent, names: Names, began: Flows['began'], removed: readonly LoggedEvent[]): Child {
  const { type, ip, detail = {} } = event;
  const object = objectOf(event);
  const isSaid = sentenceFor(words.eventsAbout, type) !== undefined;
  const parts: Child[] = [
    isSaid ? null : methodOf(event, began),
    ...(object === undefined && isSaid ? [] : [detailOf(event, names)]),
    ...removed.map((one) => detailOf(one, names)),
    helpLine(event, names),
    ip,
    type === 'policy.changed' && detail['version'] !== 1
      ? h('a', { href: differencePage(detail['version']) }, says.feed.difference)
      : null,
  ].filter((part) => part !== undefined && part !== null && part !== '');
  return parts.length === 0
    ? null
    : h(
        'p',
        { class: 'hint' },
        parts.map((part, place): Child => (place === 0 ? part : [' · ', part])),
      );
}

function helpLine(event: LoggedEvent, names: Names): Child {
  const helpers = helpersOf(event);
  if (helpers.length === 0) return null;
  const { accessFrom: before } = says.feed;
  return [
    before,
    helpers.map(
      (id, place): Child => [place === 0 ? '' : ', ', person(id, names, (start) => says.deleted(start, before))],
    ),
  ];
}

/** @param deleted the words for a deleted account, with the beginning of its id */
function person(id: string | undefined, names: Names, deleted: (start: string) => string): Child {
  if (id === undefined) return says.somebody;
  const name = names.get(id);
  if (name !== undefined && isAccount(id)) {
    return h('a', { class: 'quiet name', href: here(`/admin/people?id=${encodeURIComponent(id)}`) }, breakable(name));
  }
  const other = name ?? actorText(id);
  if (other !== undefined)
    return h('a', { class: 'quiet name', href: addressOf({ actor: id, kinds: [], types: [] }) }, other);
  return h(
    'a',
    { class: 'name', href: logOf(id), title: id, 'data-testid': 'deleted-account' },
    deleted(id.slice(0, SHOWN_OF_ID)),
  );
}

export function actorText(id: string): string | undefined {
  if (id === 'system') return says.system;
  if (id === 'host') return says.app;
  const [, name] = /^(?:host|provider):(.+)$/.exec(id) ?? [];
  return name === 'host' ? says.app : name;
}
