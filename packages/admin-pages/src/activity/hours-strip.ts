import type { EventHours } from '@sallyport/browser';
import { fill, h, locale, svg } from '@sallyport/pages/parts';
import type { ChartTable } from '../parts/card.ts';
import { between, daysOf, hourAt, midnight, type Span, shareOf } from './strip-range.ts';
import { words } from './words.ts';

type Hour = EventHours['hours'][number];

const HEIGHT = 64;
const HOUR = 3_600_000;
/** More days have no room for a button each. */
const MOST_BUTTONS = 7;
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
const dayOfMonth = new Intl.DateTimeFormat(locale, { day: 'numeric' });
const dayName = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const hourName = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const counts = new Intl.NumberFormat(locale);

export interface StripInput {
  readonly hours: readonly Hour[];
  readonly span: Span;
  readonly chosen: Span | undefined;
  /** The hours leave out events of other people or kinds. */
  readonly isPart: boolean;
  onChoose(span: Span | undefined): void;
}

export function hoursStrip({ hours, span, chosen, isPart, onChoose }: StripInput): HTMLElement {
  const { hours: says } = words.activity;
  const wide = widthOf(span);
  const brush = svg('rect', { class: 'brush', y: 0, height: HEIGHT, width: 0 });
  const chart = svg(
    'svg',
    {
      ...{ viewBox: `0 0 ${wide} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', class: 'hours' },
      ...{ 'aria-label': summary(hours), 'data-testid': 'hours' },
    },
    brush,
    svg('path', { class: 'fill-calm', d: bars(hours, span, (hour) => [0, hour.count]) }),
    svg('path', { class: 'fill-bad', d: bars(hours, span, ({ count, failed }) => [count - failed, count]) }),
  );
  const read = h('p', { class: 'hint', 'aria-hidden': 'true' }, says.hint);
  const all = h('button', { type: 'button', class: 'link', 'data-testid': 'all-hours' }, says.all);
  all.addEventListener('click', () => onChoose(undefined));
  all.hidden = chosen === undefined;

  function mark(marked: Span | undefined): void {
    const [from, to] = marked === undefined ? [0, 0] : [shareOf(span, marked.start), shareOf(span, marked.end)];
    brush.setAttribute('x', String(from * wide));
    brush.setAttribute('width', String((to - from) * wide));
  }

  const hourOf = (event: PointerEvent): number => {
    const { left, width } = chart.getBoundingClientRect();
    return hourAt(span, (event.clientX - left) / width);
  };
  let began: number | undefined;
  chart.addEventListener('pointerdown', (event) => {
    began = hourOf(event);
    chart.setPointerCapture(event.pointerId);
    mark(between(began, began));
  });
  chart.addEventListener('pointermove', (event) => {
    const hour = hourOf(event);
    if (began !== undefined) mark(between(began, hour));
    const here = hours.find((one) => Date.parse(one.hour) === hour);
    fill(read, says.at(hourName.format(hour), counts.format(here?.count ?? 0), counts.format(here?.failed ?? 0)));
  });
  chart.addEventListener('pointerup', (event) => {
    if (began === undefined) return;
    const picked = between(began, hourOf(event));
    began = undefined;
    onChoose(picked);
  });
  chart.addEventListener('pointercancel', () => {
    began = undefined;
    mark(chosen);
  });
  chart.addEventListener('pointerleave', () => fill(read, says.hint));

  mark(chosen);
  return h(
    'div',
    { class: 'strip' },
    hours.length === 0 ? h('p', { class: 'muted nothing' }, isPart ? says.noneOfKind : says.none) : chart,
    daysRow(span, chosen, onChoose),
    h('div', { class: 'strip-foot' }, legend(), read, all),
    hours.length === 0 ? null : h('p', { class: 'hint', 'data-testid': 'counts-events' }, says.lines),
  );
}

function widthOf({ start, end }: Span): number {
  return Math.round((end - start) / HOUR) * 6;
}

function bars(hours: readonly Hour[], span: Span, part: (hour: Hour) => readonly [from: number, to: number]): string {
  const most = Math.max(1, ...hours.map(({ count }) => count));
  return hours
    .map((hour) => {
      const [from, to] = part(hour).map((count) => (count / most) * HEIGHT) as [number, number];
      if (to - from <= 0) return '';
      const x = Math.round(shareOf(span, Date.parse(hour.hour)) * widthOf(span));
      // A small bar is still seen.
      const tall = Math.max(to - from, 1.5);
      return `M${x} ${(HEIGHT - from).toFixed(1)}v${(-tall).toFixed(1)}h5v${tall.toFixed(1)}z`;
    })
    .join('');
}

function daysRow(span: Span, chosen: Span | undefined, onChoose: StripInput['onChoose']): HTMLElement {
  const days = daysOf(span);
  if (days.length > MOST_BUTTONS) {
    const ends = [span.start, span.end - 1].map((day) => h('span', {}, dayName.format(day)));
    return h('div', { class: 'strip-ends' }, ends);
  }
  return h(
    'ol',
    { class: 'strip-days' },
    days.map((day) => h('li', {}, dayButton(day, chosen, onChoose))),
  );
}

function legend(): HTMLElement {
  const { hours: says } = words.activity;
  return h(
    'ul',
    { class: 'legend' },
    h('li', {}, h('span', { class: 'key calm' }), says.succeeded),
    h('li', {}, h('span', { class: 'key bad' }), says.failed),
  );
}

function dayButton(day: number, chosen: Span | undefined, onChoose: StripInput['onChoose']): HTMLElement {
  const whole = { start: day, end: midnight(day, 1) };
  const isChosen = chosen?.start === whole.start && chosen.end === whole.end;
  const button = h(
    'button',
    { type: 'button', 'aria-pressed': String(isChosen), 'data-testid': 'day' },
    h('span', {}, weekday.format(day)),
    ' ',
    h('span', {}, dayOfMonth.format(day)),
    h('span', { class: 'unseen' }, ` ${words.activity.hours.day}`),
  );
  button.addEventListener('click', () => onChoose(isChosen ? undefined : whole));
  return button;
}

function summary(hours: readonly Hour[]): string {
  const total = sumOf(hours, 'count');
  const busiest = hours.reduce<Hour | undefined>(
    (top, hour) => (top === undefined || hour.count > top.count ? hour : top),
    undefined,
  );
  return words.activity.hours.label(
    counts.format(total),
    counts.format(sumOf(hours, 'failed')),
    busiest === undefined ? '' : hourName.format(Date.parse(busiest.hour)),
  );
}

function sumOf(hours: readonly Hour[], member: 'count' | 'failed'): number {
  return hours.reduce((sum, hour) => sum + hour[member], 0);
}

export function stripTitle(span: Span): string {
  return words.activity.hours.title(dayName.format(span.start), dayName.format(span.end - 1));
}

export function stripTable(hours: readonly Hour[], span: Span): ChartTable {
  const { table } = words.activity.hours;
  const rows = daysOf(span).map((day) => {
    const of = hours.filter(({ hour }) => midnight(Date.parse(hour)) === day);
    const [all, failed] = [sumOf(of, 'count'), sumOf(of, 'failed')];
    const busiest = of.toSorted((one, other) => other.count - one.count)[0];
    return [
      dayName.format(day),
      counts.format(all - failed),
      counts.format(failed),
      busiest === undefined ? '' : clock.format(Date.parse(busiest.hour)),
    ];
  });
  return { head: [table.day, table.succeeded, table.failed, table.busiest], rows };
}
