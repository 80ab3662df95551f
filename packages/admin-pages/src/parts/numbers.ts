import { locale } from '@sallyport/pages/parts';

const counts = new Intl.NumberFormat(locale);
const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const changes = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

export function counted(value: number): string {
  return counts.format(value);
}

/** `91.6%`. A part that is not everything is never 100 %. */
export function share(part: number, whole: number): string {
  if (whole === 0) return shares.format(0);
  const rounded = Math.round((part / whole) * 1000) / 1000;
  return shares.format(part < whole ? Math.min(rounded, 0.999) : rounded);
}

export function change(value: number): string {
  return changes.format(value);
}

/** A day in UTC: `18 Nov`. */
export function dayName(iso: string): string {
  return days.format(Date.parse(iso));
}

export function weekdayName(iso: string): string {
  return weekdays.format(Date.parse(iso));
}
