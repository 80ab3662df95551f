import type { Session } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { listed } from './lists.ts';
import { locale, sentenceFor, words } from './words.ts';

export function methodName(method: string): string {
  return sentenceFor(words.steps.use, method) ?? codeWords(method)?.use ?? method;
}

/** The name of a method, without reference to the reader. */
export function wayName(method: string): string {
  return sentenceFor(words.ways, method) ?? method;
}

/** The kind of a proved code, which a session calls `otp`. `email`: a mailed code or a mailed link. */
export type KindOfCode = 'otp' | 'backup-code' | 'email-code' | 'email' | 'invitation';

/**
 * The proved methods (RFC 8176) in words, without markers that add no information.
 *
 * @param code the kind of a proved code, if known: a session calls each kind `otp`
 */
export function proofsOf({ amr }: Pick<Session, 'amr'>, code: KindOfCode = 'otp'): string {
  const methods = amr
    .filter((method) => method !== 'mfa' && method !== 'user')
    .map((method) => (method === 'otp' ? code : method));
  return listed(methods.map((method) => sentenceFor(words.reasons.proofs, method) ?? method));
}

const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/** An instant of the contract in words: a near instant as a distance, a far instant as a date. */
export function when(iso: string | null | undefined): string {
  const at = Date.parse(iso ?? '');
  if (Number.isNaN(at)) return words.times.never;
  const seconds = Math.round((at - Date.now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? words.times.inAMoment : words.times.justNow;
  if (size < 3570) return spans.format(Math.round(seconds / 60), 'minute');
  if (size < 84_600) return spans.format(Math.round(seconds / 3600), 'hour');
  if (size < 7 * 86_400) return spans.format(Math.round(seconds / 86_400), 'day');
  return instants.format(at);
}

/** The date of a beginning, with the time of the day if the day begins earlier. */
export function beginning(iso: string): string {
  const at = new Date(iso);
  return at.getHours() + at.getMinutes() === 0 ? days.format(at) : instants.format(at);
}

/** An instant as a time, with the date if the date is not today. A line breaks before the time alone, and not within the date. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return today
    ? words.times.atTime(times.format(at))
    : words.times.onDay(instants.format(at).replaceAll(/(?<!,) | (?=\d{4})/g, '\u00a0'));
}

export function span(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const [size, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(size);
}

/** The time of a passkey's last use, for display after the date of creation. */
export function lastUse(iso: string | null | undefined): string {
  return iso === null || iso === undefined ? words.times.notUsedSince : words.times.lastUsed(when(iso));
}
