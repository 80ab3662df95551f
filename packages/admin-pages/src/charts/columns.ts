import { svg } from '@sallyport/pages/parts';

export interface Column {
  readonly value: number;
  readonly title: string;
  readonly open?: boolean;
}

export interface ColumnChartInput {
  readonly columns: readonly Column[];
  readonly tone: 'calm' | 'bad';
  /** In units of the view box, which is 600 wide. */
  readonly height: number;
  /** For screen readers. Absent: the chart is hidden from them. */
  readonly label?: string;
}

/** On a scale of their own. A column that is not zero is visible. */
export function columnChart({ columns, tone, height, label }: ColumnChartInput): SVGElement {
  const most = Math.max(1, ...columns.map(({ value }) => value));
  const step = 600 / Math.max(1, columns.length);
  const named = label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label };
  return svg(
    'svg',
    { viewBox: `0 0 600 ${height}`, preserveAspectRatio: 'none', class: 'columns-chart', ...named },
    columns.map(({ value, title, open }, place) => {
      const tall = value === 0 ? 1 : Math.max(2, (value / most) * height);
      return svg(
        'rect',
        {
          class: value === 0 ? 'fill-track' : `fill-${tone}`,
          x: place * step + 2,
          y: height - tall,
          width: Math.max(2, step - 4),
          height: tall,
          'fill-opacity': open === true && value > 0 ? 0.55 : undefined,
        },
        svg('title', {}, title),
      );
    }),
  );
}

export interface BarPart {
  readonly value: number;
  readonly tone: 'good' | 'calm' | 'warn' | 'bad';
}

/** Screen readers skip the bar: the numbers beside say the same. */
export function bar(parts: readonly BarPart[], whole: number, height: number): SVGElement {
  const shown = parts.filter(({ value }) => value > 0);
  let from = 0;
  const filled = shown.map(({ value, tone }, place) => {
    const width = Math.max(1.2, (value / Math.max(1, whole)) * 100);
    const drawn = Math.min(width, 100 - from) - (place < shown.length - 1 ? 0.8 : 0);
    const rect = svg('rect', {
      class: `fill-${tone}`,
      x: from.toFixed(2),
      width: Math.max(0.6, drawn).toFixed(2),
      height,
    });
    from += width;
    return rect;
  });
  return svg(
    'svg',
    { class: 'bar-chart', viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'fill-track', width: 100, height }),
    filled,
  );
}
