export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const middle = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { middle, least: sorted[0], most: sorted.at(-1) };
}

export function ratios(values, others) {
  return spread(values.map((value, round) => value / others[round]));
}

export function text({ middle, least, most }, unit = '') {
  const range = least === most ? '' : ` (${number(least)}–${number(most)})`;
  return `${number(middle)}${unit}${range}`;
}

export function number(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
