import type { SecurityView } from '@sallyport/browser';
import { h, locale, svg } from '@sallyport/pages/parts';
import { words } from '../words.ts';

const [width, height, floor] = [480, 100, 2];

/** Failed attempts by hour as a bar chart, with a text for screen readers. */
export function failuresChart(hours: SecurityView['failuresByHour']): HTMLElement {
  if (hours.length === 0) return h('p', { class: 'muted' }, words.security.noFailures);
  const sorted = lastDay(hours);
  const most = Math.max(1, ...sorted.map(({ count }) => count));
  const step = width / sorted.length;
  const bars = sorted.map(({ hour, count }, index) => {
    const tall = count === 0 ? floor : Math.max(floor * 2, (count / most) * height);
    return svg(
      'rect',
      {
        class: count === 0 ? 'none' : 'some',
        x: index * step,
        y: height - tall,
        width: Math.max(2, step - 3),
        height: tall,
        rx: 1.5,
      },
      svg('title', {}, words.security.bar(clock(hour), count)),
    );
  });
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  return h(
    'figure',
    { 'data-testid': 'failures-chart' },
    svg(
      'svg',
      {
        class: 'chart',
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': words.security.chart(total, most),
      },
      bars,
    ),
    h(
      'div',
      { class: 'chart-scale', 'aria-hidden': 'true' },
      h('span', {}, clock(sorted[0]?.hour)),
      h('span', {}, words.security.most(most)),
      h('span', {}, words.security.now),
    ),
  );
}

const HOUR = 3_600_000;

/** All hours of the last day. The server lists only hours with failures. */
function lastDay(hours: SecurityView['failuresByHour']): SecurityView['failuresByHour'] {
  const counts = new Map(hours.map(({ hour, count }) => [Math.floor(Date.parse(hour) / HOUR), count]));
  const now = Math.floor(Date.now() / HOUR);
  return Array.from({ length: 24 }, (_, index) => {
    const at = now - 23 + index;
    return { hour: new Date(at * HOUR).toISOString(), count: counts.get(at) ?? 0 };
  });
}

const hourOf = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' });

function clock(hour: string | undefined): string {
  const at = Date.parse(hour ?? '');
  return Number.isNaN(at) ? (hour ?? '') : hourOf.format(at);
}
