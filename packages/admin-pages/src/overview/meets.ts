import type { Overview, OverviewDay } from '@sallyport/browser';
import { h, providerName } from '@sallyport/pages/parts';
import { lineChart } from '../charts/line.ts';
import { ring } from '../charts/ring.ts';
import { chartCard } from '../parts/card.ts';
import { peoplePage } from '../parts/names.ts';
import { change, counted, dayName, share } from '../parts/numbers.ts';
import { words } from '../words.ts';

const { groups, meets: says } = words.overview;

export const GROUPS = [
  { group: 'meets', tone: 'good' },
  { group: 'mustEnroll', tone: 'warn' },
  { group: 'noWayIn', tone: 'bad' },
] as const;

export function meetsCard(overview: Overview, trusted: readonly string[]): HTMLElement {
  const { accounts } = overview;
  const label = says.label(
    share(overview.meets, accounts),
    counted(accounts),
    counted(overview.mustEnroll),
    counted(overview.noWayIn),
  );
  return chartCard({
    title: says.title,
    testid: 'meets',
    look: 'w4',
    content: [
      h(
        'div',
        { class: 'ring-part' },
        h(
          'div',
          { class: 'ring' },
          ring(
            GROUPS.map(({ group, tone }) => ({ value: overview[group], tone })),
            label,
          ),
          h(
            'p',
            { 'aria-hidden': 'true' },
            h('strong', {}, share(overview.meets, accounts)),
            says.of(counted(accounts)),
          ),
        ),
        h(
          'ul',
          { class: 'shares' },
          GROUPS.map(({ group, tone }) =>
            h(
              'li',
              {},
              h(
                'a',
                { href: peoplePage({ state: group }), 'data-testid': `group-${group}` },
                h('span', { class: `key ${tone}` }),
                h('span', {}, groups[group]),
                h('strong', {}, counted(overview[group])),
              ),
            ),
          ),
        ),
      ),
      blockedNote(overview.blocked),
      notBegunNote(overview),
      trustNotes(overview, trusted),
      trend(overview.days),
    ],
    table: {
      head: [says.group, says.people, says.share],
      rows: [
        ...GROUPS.map(({ group }) => [groups[group], counted(overview[group]), share(overview[group], accounts)]),
        ...countedDays(overview.days)
          .slice(0, -1)
          .toReversed()
          .map(({ day, meets }) => [dayName(day), counted(meets), '']),
      ],
    },
  });
}

function blockedNote(blocked: number): HTMLElement | null {
  if (blocked === 0) return null;
  return h(
    'p',
    { class: 'hint', 'data-testid': 'blocked-note' },
    h('a', { href: peoplePage({ state: 'blocked' }) }, says.blocked(blocked, counted(blocked))),
    says.blockedToo(blocked),
  );
}

export function notBegunIn(
  group: (typeof GROUPS)[number]['group'],
  { invited, helpedIn }: Overview,
): readonly string[] {
  const { notBegun } = words.overview;
  const said = (n: number, sentence: (n: number, text: string) => string): string[] =>
    n === 0 ? [] : [sentence(n, counted(n))];
  return [...said(invited[group], notBegun.invited), ...(group === 'noWayIn' ? said(helpedIn, notBegun.helpedIn) : [])];
}

function notBegunNote(overview: Overview): HTMLElement | null {
  const { inGroup } = words.overview.notBegun;
  const said = GROUPS.flatMap(({ group }) => notBegunIn(group, overview).map((one) => inGroup(groups[group], one)));
  return said.length === 0 ? null : h('p', { class: 'hint', 'data-testid': 'not-begun-note' }, said.join(' '));
}

/** Whom the ring counts by the trust in a provider alone: the numbers do not tell who has signed in there. */
function trustNotes({ byStrongestFactor }: Overview, trusted: readonly string[]): readonly HTMLElement[] {
  if (!byStrongestFactor.some(({ factor, count }) => factor === 'sso' && count > 0)) return [];
  return trusted.map((id) =>
    h('p', { class: 'hint', 'data-testid': 'trust-note' }, says.notReported(providerName(id))),
  );
}

interface CountedDay {
  readonly day: string;
  readonly meets: number;
}

function countedDays(days: readonly OverviewDay[]): readonly CountedDay[] {
  const known = days.flatMap(({ day, meets }) => (meets === undefined ? [] : [{ day, meets }]));
  return known.slice(known.findIndex(({ meets }) => meets > 0));
}

function trend(days: readonly OverviewDay[]): HTMLElement | null {
  const known = countedDays(days);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return null;
  const apart = Math.round((Date.parse(last.day) - Date.parse(first.day)) / 86_400_000);
  const label = says.line(counted(first.meets), counted(last.meets), dayName(first.day));
  return h(
    'div',
    { class: 'trend' },
    h('span', {}, counted(first.meets)),
    lineChart(
      known.map(({ meets }) => meets),
      label,
    ),
    h('span', {}, h('strong', {}, change(last.meets - first.meets)), ' ', says.since(apart)),
  );
}
