import type { EventPage, LoggedEvent } from '@sallyport/browser';
import {
  button,
  byId,
  type Child,
  client,
  fill,
  guarded,
  h,
  locale,
  problemLine,
  withStepUp,
} from '@sallyport/pages/parts';
import { numbersTable } from '../parts/card.ts';
import { showFrame } from '../parts/frame.ts';
import { awaitRights, withNavigation } from '../parts/helpdesk.ts';
import { learnUrgent } from '../parts/urgent.ts';
import { exportButtons } from './export.ts';
import { feed } from './feed.ts';
import {
  type ActivityFilter,
  addressOf,
  filterIn,
  isFiltered,
  listsFailures,
  ownSignInsOf,
  queryOf,
} from './filter.ts';
import { filterForm } from './filter-form.ts';
import { hoursStrip, stripTable, stripTitle } from './hours-strip.ts';
import { inRuns, isOpenEnd } from './runs.ts';
import { sealedLine } from './sealed.ts';
import { type Span, stripSpan } from './strip-range.ts';
import { words } from './words.ts';

const EVENT = '[data-testid=event]';

const place = byId('admin');
const says = words.activity;
const names = new Map<string, string>();

let filter = filterIn(location.search);
/** A late answer to an older filter is not shown. */
let asked = 0;

const strip = h('section', { class: 'card panel hours-card', 'aria-labelledby': 'h-hours', 'data-testid': 'strip' });
const list = h('div', { 'aria-live': 'polite' });
const older = h('div', { class: 'foot' });
const unlisted = h('div', {});
const problem = problemLine();
const sealed = sealedLine();
const exports = exportButtons(() => filter);
const form = filterForm((change) => void choose({ ...filter, ...change }));

void showFrame().catch(() => undefined);
byId('lead').textContent = timeZone();
awaitRights();
void guarded(place, () => withNavigation(start));
addEventListener('popstate', () => {
  filter = filterIn(location.search);
  exports.clear();
  void guarded(place, start);
});

async function start(): Promise<void> {
  await show();
  void sealed.load();
  void learnUrgent();
  fill(byId('acts'), exports.element);
  fill(
    place,
    strip,
    form.element,
    h(
      'section',
      { class: 'card flush', 'aria-labelledby': 'h-log' },
      h('h2', { class: 'unseen', id: 'h-log' }, says.feed.title),
      problem.element,
      list,
      older,
      unlisted,
      sealed.element,
    ),
  );
}

async function choose(next: ActivityFilter): Promise<void> {
  filter = next;
  history.pushState(null, '', addressOf(filter));
  problem.clear();
  exports.clear();
  try {
    await show();
  } catch (thrown) {
    problem.show(thrown);
  }
}

async function show(): Promise<void> {
  asked += 1;
  const turn = asked;
  const chosen = spanOf(filter);
  const span = stripSpan({ start: filter.from, end: filter.until }, Date.now());
  const { from: _, until: __, ...others } = filter;
  const [page, { hours }] = await withStepUp(() =>
    Promise.all([
      client.admin.events(queryOf(filter)),
      client.admin.eventHours(queryOf({ ...others, from: span.start, until: span.end })),
    ]),
  );
  if (turn !== asked) return;
  learn(page);
  form.show(filter, names, page.events);
  drawStrip(hours, span, chosen);
  drawFeed(page.events, page.next);
  await endRun(page.events, page.next, () => turn === asked);
}

/** An act has at most 500 accounts, and a page 50 events. */
const MOST_PAGES = 10;

/** The line of an act has all its accounts. */
async function endRun(
  events: readonly LoggedEvent[],
  next: string | undefined,
  isNewest: () => boolean,
): Promise<void> {
  let [shown, cursor] = [events, next];
  for (let turn = 0; turn < MOST_PAGES && cursor !== undefined && endsOpen(shown); turn += 1) {
    const asking = { ...queryOf(filter), cursor };
    const page = await withStepUp(() => client.admin.events(asking));
    if (!isNewest()) return;
    learn(page);
    [shown, cursor] = [[...shown, ...page.events], page.next];
    drawFeed(shown, cursor);
  }
}

function endsOpen(events: readonly LoggedEvent[]): boolean {
  const runs = inRuns(events);
  return isOpenEnd(runs.at(-1), runs, true);
}

function drawStrip(hours: Parameters<typeof stripTable>[0], span: Span, chosen: Span | undefined): void {
  const onChoose = (picked: Span | undefined): void =>
    void choose({ ...filter, from: picked?.start, until: picked?.end });
  const isPart = isFiltered({ ...filter, from: undefined, until: undefined });
  fill(
    strip,
    h('div', { class: 'card-head' }, h('h2', { id: 'h-hours' }, stripTitle(span))),
    h(
      'details',
      { class: 'as-table' },
      h(
        'summary',
        {},
        h('span', { class: 'closed' }, words.charts.asTable),
        h('span', { class: 'opened' }, words.charts.asChart),
      ),
      numbersTable(stripTitle(span), stripTable(hours, span)),
    ),
    hoursStrip({ hours, span, chosen, isPart, onChoose }),
  );
}

function drawFeed(events: readonly LoggedEvent[], next: string | undefined): void {
  const nothing = isFiltered(filter) ? says.feed.nothing : says.feed.nothingAtAll;
  fill(
    list,
    events.length === 0
      ? h('p', { class: 'note-line muted', 'data-testid': 'nothing' }, nothing, ownSignIns())
      : feed(events, names, next !== undefined),
  );
  fill(
    older,
    next === undefined
      ? null
      : button({ label: says.feed.older, testid: 'more-events', run: () => showOlder(events, next) }),
  );
  fill(
    unlisted,
    listsFailures(filter)
      ? h('p', { class: 'note-line muted', 'data-testid': 'unlisted' }, says.feed.failuresWithoutEntry)
      : null,
  );
}

function ownSignIns(): Child {
  const own = ownSignInsOf(filter);
  if (own === undefined) return null;
  return [
    ' ',
    says.feed.ownSignIns,
    ' ',
    h('a', { href: addressOf(own), 'data-testid': 'own-sign-ins' }, says.feed.showOwnSignIns),
  ];
}

async function showOlder(before: readonly LoggedEvent[], cursor: string): Promise<void> {
  problem.clear();
  const turn = asked;
  try {
    const page = await withStepUp(() => client.admin.events({ ...queryOf(filter), cursor }));
    const shown = list.querySelectorAll(EVENT).length;
    learn(page);
    const events = [...before, ...page.events];
    drawFeed(events, page.next);
    await endRun(events, page.next, () => turn === asked);
    if (turn !== asked) return;
    const first = list.querySelectorAll<HTMLElement>(EVENT)[shown];
    if (first === undefined) return;
    first.tabIndex = -1;
    first.focus();
  } catch (thrown) {
    problem.show(thrown);
  }
}

function learn(page: EventPage): void {
  for (const [id, name] of Object.entries(page.names)) names.set(id, name);
}

function spanOf({ from, until }: ActivityFilter): Span | undefined {
  if (from === undefined && until === undefined) return undefined;
  return { start: from ?? 0, end: until ?? Date.now() };
}

function timeZone(): string {
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'shortOffset' }).formatToParts(Date.now());
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  return says.zone((zone.split('/').at(-1) ?? zone).replaceAll('_', ' '), offset.replace('GMT', 'UTC'));
}
