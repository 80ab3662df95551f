import type { FreedEntry, ImpactEntry, PolicyImpact } from '@sallyport/browser';
import {
  beginning,
  type Child,
  fill,
  h,
  linkButton,
  problemLine,
  providerName,
  sentenceFor,
  svg,
  whileBusy,
} from '@sallyport/pages/parts';
import { namesText, personPage } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { reasonsLine } from '../reasons-line.ts';
import { movedTo, type Standing } from './verdict.ts';
import { words } from './words.ts';

const GROUPS = ['meets', 'mustEnroll', 'noWayIn'] as const satisfies readonly Standing[];
type Counts = Readonly<Record<Standing, number>>;

const COLOURS = { meets: 'good', mustEnroll: 'warn', noWayIn: 'bad' } as const;

const MOST_NAMED = 3;

export type ReadMore = (cursor: string) => Promise<Pick<PolicyImpact, 'accounts' | 'next'>>;

export interface MovesInput {
  readonly blocked: number;
  readonly asked: Readonly<Record<'more' | 'less', string>>;
  readonly trusted: readonly string[];
}

/**
 * @param blocked people whom the groups count too
 * @param trusted providers whose reports the policy trusts
 * @param asked the changes of the required strength to a stronger one, and to a weaker one
 */
export function movesCard(
  impact: PolicyImpact,
  { blocked, asked, trusted }: MovesInput,
  readMore: ReadMore,
): HTMLElement {
  const { moves: says } = words.review;
  const { asTable, asChart } = words.charts;
  const after: Counts = { meets: impact.unaffected, mustEnroll: impact.mustEnroll, noWayIn: impact.stranded };
  const before: Counts = {
    meets: after.meets - grown(impact, 'meets'),
    mustEnroll: after.mustEnroll - grown(impact, 'mustEnroll'),
    noWayIn: after.noWayIn - grown(impact, 'noWayIn'),
  };
  const all = after.meets + after.mustEnroll + after.noWayIn;
  const moved = impact.moves.reduce((sum, { count }) => sum + count, 0);
  const rows = [
    [words.policy.before, before],
    [words.policy.after, after],
  ] as const;
  const words_ = ([when, { meets, mustEnroll, noWayIn }]: (typeof rows)[number]): string =>
    says.chart(when, counted(meets), counted(mustEnroll), counted(noWayIn));
  return h(
    'section',
    { class: 'card corner', 'aria-labelledby': 'h-moves', 'data-testid': 'moves' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'h-moves' }, says.title),
      h('p', {}, moved === 0 ? says.nobody : says.about(counted(moved), counted(all))),
    ),
    h(
      'div',
      { class: 'group-bars', role: 'img', 'aria-label': rows.map(words_).join(' ') },
      rows.map(([when, counts]) => [
        h('span', { class: 'muted' }, when),
        groupBar(counts, all),
        h(
          'span',
          { 'data-testid': when === words.policy.after ? 'must-enroll' : 'must-enroll-today' },
          says.mustSetUp(counted(counts.mustEnroll)),
        ),
      ]),
    ),
    impact.dates === undefined
      ? null
      : h(
          'div',
          { class: 'stack', 'data-testid': 'dates' },
          impact.dates.map(({ from, unaffected, mustEnroll, stranded }) =>
            h(
              'p',
              { class: 'small-text' },
              says.chart(says.from(beginning(from)), counted(unaffected), counted(mustEnroll), counted(stranded)),
            ),
          ),
        ),
    h(
      'ul',
      { class: 'legend' },
      GROUPS.map((group) => h('li', {}, h('span', { class: `key ${COLOURS[group]}` }), says.groups[group])),
    ),
    h(
      'details',
      { class: 'as-table' },
      h('summary', {}, h('span', { class: 'closed' }, asTable), h('span', { class: 'opened' }, asChart)),
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            [says.group, words.policy.before, words.policy.after].map((text, place) =>
              h('th', { scope: 'col', class: place === 0 ? undefined : 'num' }, text),
            ),
          ),
        ),
        h(
          'tbody',
          {},
          GROUPS.map((group) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, says.groups[group]),
              h('td', { class: 'num', 'data-label': words.policy.before }, counted(before[group])),
              h('td', { class: 'num', 'data-label': words.policy.after }, counted(after[group])),
            ),
          ),
        ),
      ),
    ),
    h(
      'ul',
      { class: 'moves' },
      impact.askedForLess === 0
        ? null
        : moveLine('asked-for-less', impact.askedForLess, says.askedForLess(impact.askedForLess), asked.less),
      impact.askedForMore === 0
        ? null
        : moveLine('asked-for-more', impact.askedForMore, says.askedForMore(impact.askedForMore), asked.more),
      impact.moves.map(({ from, to, count }) =>
        moveLine('move', count, sentenceFor(says.to, `${from} ${to}`)?.(count) ?? `${from} → ${to}`),
      ),
      impact.setUpChanges === 0
        ? null
        : moveLine('set-up-changes', impact.setUpChanges, says.setUpChanges(impact.setUpChanges)),
    ),
    blocked === 0
      ? null
      : h('p', { class: 'hint', 'data-testid': 'blocked-note' }, says.blocked(blocked, counted(blocked))),
    trusted.map((id) =>
      h('p', { class: 'hint', 'data-testid': 'trust-note' }, words.overview.meets.notReported(providerName(id))),
    ),
    affectedList(impact, readMore),
    freedList(impact),
  );
}

function grown(impact: PolicyImpact, group: Standing): number {
  return impact.moves.reduce((sum, { from, count }) => sum - (from === group ? count : 0), movedTo(impact, group));
}

function moveLine(testid: string, count: number, text: string, which = ''): HTMLElement {
  const whole = which === '' ? text : `${text} (${which})`;
  return h('li', { 'data-testid': testid }, h('strong', {}, counted(count)), h('span', {}, whole));
}

function groupBar(counts: Counts, all: number): SVGElement {
  let x = 0;
  return svg(
    'svg',
    { viewBox: '0 0 100 18', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    GROUPS.map((group) => {
      const wide = all === 0 ? 0 : (counts[group] / all) * 100;
      const rect = svg('rect', { class: `fill-${COLOURS[group]}`, x, width: Math.max(0, wide - 0.5), height: 18 });
      x += wide;
      return wide === 0 ? null : rect;
    }),
  );
}

const LISTS = ['stranded', 'must-enroll', 'setUpChanges'] as const;
type List = (typeof LISTS)[number];

function listOf({ impact, setUpChanges }: ImpactEntry): List {
  return setUpChanges === true ? 'setUpChanges' : impact;
}

/** A press shows the loaded names, and each further press loads a page. The server lists these people first. */
function affectedList(impact: PolicyImpact, readMore: ReadMore): Child {
  if (impact.accounts.length === 0) return null;
  const { moves: says } = words.review;
  const { setUpChanges, mustEnroll, stranded } = impact;
  const newly: Readonly<Record<List, number>> = {
    stranded: movedTo(impact, 'noWayIn'),
    'must-enroll': movedTo(impact, 'mustEnroll'),
    setUpChanges,
  };
  const joining = newly.stranded + newly['must-enroll'] + setUpChanges;
  const staying = mustEnroll + stranded - joining;
  const asBefore =
    staying === 0 ? null : h('p', { 'data-testid': 'as-before' }, says.asBefore(staying, counted(staying)));
  if (joining === 0) return h('div', { class: 'affected', 'data-testid': 'affected' }, asBefore);
  let accounts = impact.accounts.slice(0, joining);
  let next = accounts.length < joining ? impact.next : undefined;
  let isOpen = false;
  const lists = h('div', {});
  const count = h('p', { class: 'hint', role: 'status', 'data-testid': 'named' });
  const problem = problemLine();
  const more = linkButton(says.moreNames, 'more-affected', () => whileBusy(more, showMore));

  /** The focus stays on the button; after the last press it goes to the first new name. */
  async function showMore(): Promise<void> {
    problem.clear();
    const before = new Set([...lists.querySelectorAll('a')].map(({ href }) => href));
    try {
      if (isOpen && next !== undefined) {
        const page = await readMore(next);
        accounts = [...accounts, ...page.accounts].slice(0, joining);
        next = accounts.length < joining ? page.next : undefined;
      }
      isOpen = true;
      const hadFocus = document.activeElement === more;
      show();
      if (more.hidden && hadFocus) [...lists.querySelectorAll('a')].find(({ href }) => !before.has(href))?.focus();
      // The longer list would push the focus out of sight.
      else if (more.matches(':focus-visible')) more.scrollIntoView({ block: 'nearest' });
    } catch (thrown) {
      problem.show(thrown, more);
    }
  }

  function show(): void {
    const named = isOpen ? Number.POSITIVE_INFINITY : MOST_NAMED;
    let shown = 0;
    let isWhole = true;
    const partOf = (which: List): Child => {
      if (newly[which] === 0) return null;
      const groups = byReason(accounts.filter((entry) => listOf(entry) === which));
      shown += groups.reduce((sum, [, entries]) => sum + Math.min(entries.length, named), 0);
      isWhole &&= groups.every(([, entries]) => entries.length <= named);
      const list = groups.map(([reason, entries]) =>
        h(
          'li',
          {},
          h('p', {}, people(entries, named, next === undefined ? entries.length : undefined)),
          h('p', { class: 'hint' }, reason),
        ),
      );
      const names = list.length === 0 ? h('p', { class: 'hint' }, says.namesLater) : h('ul', {}, list);
      return [h('h3', {}, says.affected[which](counted(newly[which]))), names];
    };
    fill(lists, LISTS.map(partOf));
    fill(count, joining <= shown ? null : says.named(counted(shown), counted(joining), counted(joining - shown)));
    more.hidden = next === undefined && isWhole;
  }

  show();
  return h('div', { class: 'affected', 'data-testid': 'affected' }, lists, asBefore, count, problem.element, more);
}

/** They need nobody's help under the new policy. Up to 100 names. */
function freedList(impact: PolicyImpact): Child {
  const { freed = [] } = impact;
  if (freed.length === 0) return null;
  const { moves: says } = words.review;
  const all = movedTo(impact, 'meets');
  const list = h('p', {}, people(freed, MOST_NAMED, all));
  const more = linkButton(says.moreNames, 'more-freed', () => {
    fill(list, people(freed, freed.length, all));
    more.hidden = true;
    list.querySelectorAll('a').item(MOST_NAMED).focus();
  });
  more.hidden = freed.length <= MOST_NAMED;
  return h(
    'div',
    { class: 'affected', 'data-testid': 'freed' },
    h('h3', {}, says.affected.freed(counted(all))),
    list,
    more,
  );
}

function byReason(accounts: readonly ImpactEntry[]): readonly (readonly [string, readonly ImpactEntry[]])[] {
  const found = new Map<string, ImpactEntry[]>();
  for (const entry of accounts) {
    const reason = reasonOf(entry);
    found.set(reason, [...(found.get(reason) ?? []), entry]);
  }
  return [...found];
}

/** A person without a way in misses more than a single factor. */
function reasonOf({ because, notBegun, blocked, hasCode }: ImpactEntry): string {
  const { moves: says } = words.review;
  const begin = sentenceFor(says.notBegun, notBegun ?? '');
  const left = begin === undefined ? because : because.filter(({ code }) => code !== 'nothing-enrolled-satisfies');
  const sentences = [blocked && says.blockedOne, begin, hasCode && says.hasCode, reasonsLine(left)];
  return sentences.filter((sentence) => typeof sentence === 'string' && sentence !== '').join(' ');
}

/** @param all `undefined`: nobody knows, because the list is a part */
function people(entries: readonly FreedEntry[], most: number, all: number | undefined): Child {
  const named = entries
    .slice(0, most)
    .map(
      (entry, place): Child => [
        place === 0 ? null : ', ',
        h('a', { href: personPage(entry.accountId) }, namesText(entry)),
      ],
    );
  const { others, otherPeople } = words.review.moves;
  if (all === undefined) return [named, ` ${otherPeople}`];
  const left = all - named.length;
  return [named, left === 0 ? null : ` ${others(counted(left))}`];
}
