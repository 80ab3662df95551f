import type { OverviewDay } from '@sallyport/browser';
import { type Child, h } from '@sallyport/pages/parts';
import { addressOf } from '../activity/filter.ts';
import { columnChart } from '../charts/columns.ts';
import { chartCard } from '../parts/card.ts';
import { counted, dayName, weekdayName } from '../parts/numbers.ts';
import { words } from '../words.ts';

const { days: says } = words.overview;

function failuresSince(day: string): string {
  const from = Date.parse(day);
  return addressOf({ kinds: [], types: ['sign-in.failed'], ...(!Number.isNaN(from) && { from }) });
}

export function daysCard(days: readonly OverviewDay[]): HTMLElement {
  const sumOf = (member: 'succeeded' | 'failed' | 'failedLogged' | 'locked'): number =>
    days.reduce((sum, day) => sum + day[member], 0);
  const most = Math.max(0, ...days.map(({ succeeded }) => succeeded));
  const [worst] = days.filter(({ failed }) => failed > 0).toSorted((one, other) => other.failed - one.failed);
  const label = says.label(
    counted(sumOf('succeeded')),
    counted(most),
    counted(sumOf('failed')),
    counted(sumOf('locked')),
  );
  const columns = (member: 'succeeded' | 'failed') =>
    days.map((day, place) => ({
      value: day[member],
      title: says.bar(weekdayName(day.day), counted(day[member])),
      open: place === days.length - 1,
    }));
  return chartCard({
    title: says.title,
    testid: 'days',
    look: 'w7',
    content: h(
      'div',
      { class: 'days' },
      h(
        'figure',
        {},
        h(
          'figcaption',
          {},
          h('span', {}, h('span', { class: 'key calm' }), says.succeeded),
          h('span', {}, most === 0 ? says.none : says.upTo(counted(most))),
        ),
        columnChart({ columns: columns('succeeded'), tone: 'calm', height: 74, label }),
      ),
      h(
        'figure',
        { class: 'low' },
        h(
          'figcaption',
          {},
          h('span', {}, h('span', { class: 'key bad' }), says.failed),
          h(
            'span',
            {},
            worst === undefined
              ? says.none
              : says.worst(dayName(worst.day), counted(worst.failed), counted(worst.locked)),
          ),
        ),
        columnChart({ columns: columns('failed'), tone: 'bad', height: 34 }),
      ),
      h(
        'p',
        { class: 'axis', 'aria-hidden': 'true' },
        h('span', {}, dayName(days[0]?.day ?? '')),
        h('span', {}, dayName(days[Math.floor(days.length / 2)]?.day ?? '')),
        h('span', {}, says.today),
      ),
      entriesLine(sumOf('failed'), sumOf('failedLogged'), days[0]?.day ?? ''),
      h('p', { class: 'hint', 'data-testid': 'refused-not-counted' }, says.refused),
    ),
    table: {
      head: [says.day, says.succeeded, says.failed, says.locked],
      rows: days
        .toReversed()
        .map((day) => [weekdayName(day.day), counted(day.succeeded), counted(day.failed), counted(day.locked)]),
    },
  });
}

/** Only some failures have an entry in the log. */
function entriesLine(failed: number, logged: number, firstDay: string): Child {
  if (failed === 0) return null;
  const others = failed - logged;
  const entries = says.failedEntries(logged, counted(logged));
  return h(
    'p',
    { class: 'hint', 'data-testid': 'failed-entries' },
    logged === 0 ? null : h('a', { href: failuresSince(firstDay), 'data-testid': 'failures' }, entries),
    logged === 0 || others <= 0 ? null : ' ',
    others <= 0 ? null : says.failedWithoutEntry(others, counted(others)),
  );
}
