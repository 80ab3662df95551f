import { locale, sentenceFor } from '@sallyport/pages/parts';

const units = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;
const lengths = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

export function spanOf(duration: string): string {
  const [count, unit] = partsOf(duration);
  const name = sentenceFor(units, unit);
  if (name === undefined) return duration;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
}

export function secondsOf(duration: string): number {
  const [count, unit] = partsOf(duration);
  return count * (sentenceFor(lengths, unit) ?? Number.POSITIVE_INFINITY);
}

function partsOf(duration: string): readonly [count: number, unit: string] {
  const [, count = '1', unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  return [Number(count), unit];
}
