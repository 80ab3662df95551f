import { svg } from '@sallyport/pages/parts';

export interface RingPart {
  readonly value: number;
  readonly tone: 'good' | 'warn' | 'bad';
}

const [radius, thick, gap] = [54, 13, 4];
const around = 2 * Math.PI * radius;

/** Every part that is not zero is visible. `label` says the same to screen readers. */
export function ring(parts: readonly RingPart[], label: string): SVGElement {
  const shown = parts.filter(({ value }) => value > 0);
  const sum = shown.reduce((total, { value }) => total + value, 0);
  const between = shown.length > 1 ? gap : 0;
  const room = around - between * shown.length;
  const smallest = 3;
  const raw = shown.map(({ value }) => Math.max(smallest, (value / sum) * room));
  const scale = room / raw.reduce((total, length) => total + length, 0);
  let from = 0;
  const arcs = shown.map(({ tone }, place) => {
    const length = (raw[place] ?? 0) * scale;
    const arc = svg('circle', {
      class: `line-${tone}`,
      cx: 64,
      cy: 64,
      r: radius,
      'stroke-width': thick,
      'stroke-dasharray': `${length.toFixed(2)} ${around.toFixed(2)}`,
      'stroke-dashoffset': (-from).toFixed(2),
      transform: 'rotate(-90 64 64)',
    });
    from += length + between;
    return arc;
  });
  const track = svg('circle', { class: 'line-track', cx: 64, cy: 64, r: radius, 'stroke-width': thick });
  return svg(
    'svg',
    { viewBox: '0 0 128 128', role: 'img', 'aria-label': label },
    shown.length === 0 ? track : null,
    arcs,
  );
}
