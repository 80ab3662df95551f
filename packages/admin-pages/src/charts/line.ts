import { svg } from '@sallyport/pages/parts';

export function lineChart(values: readonly number[], label: string): SVGElement {
  const [width, height] = [200, 32];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const range = Math.max(1, most - least);
  const step = (width - 4) / Math.max(1, values.length - 1);
  const points = values.map((value, place) => {
    const up = most === least ? 0.5 : (value - least) / range;
    return `${(2 + place * step).toFixed(1)} ${(height - 5 - up * (height - 9)).toFixed(1)}`;
  });
  const path = `M${points.join('L')}`;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    svg('path', { class: 'wash', d: `${path}L${width - 2} ${height}L2 ${height}z` }),
    svg('path', {
      class: 'line-good',
      d: path,
      'stroke-width': 2,
      'stroke-linejoin': 'round',
      'vector-effect': 'non-scaling-stroke',
    }),
  );
}
