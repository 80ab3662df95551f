import type { Session } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { listed } from './lists.ts';
import { locale, sentenceFor, words } from './words.ts';

/** How a method is called among the ways to go on. */
export function methodName(method: string): string {
  return sentenceFor(words.steps.use, method) ?? codeWords(method)?.use ?? method;
}

/** What a method is called where accounts are administered. */
export function wayName(method: string): string {
  return sentenceFor(words.administration.ways, method) ?? method;
}

/** What was proved (RFC 8176), in words; markers that say no more are left out. A backup code counts as any other code there. */
export function proofsOf({ amr }: Pick<Session, 'amr'>, byBackupCode = false): string {
  const methods = amr
    .filter((method) => method !== 'mfa' && method !== 'user')
    .map((method) => (method === 'otp' && byBackupCode ? 'backup-code' : method));
  return listed(methods.map((method) => sentenceFor(words.reasons.proofs, method) ?? method));
}

const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/** An instant of the contract: near ones as a distance, far ones as a date. */
export function when(iso: string | null | undefined): string {
  const at = Date.parse(iso ?? '');
  if (Number.isNaN(at)) return words.common.never;
  const seconds = Math.round((at - Date.now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? words.common.inAMoment : words.common.justNow;
  if (size < 3570) return spans.format(Math.round(seconds / 60), 'minute');
  if (size < 84_600) return spans.format(Math.round(seconds / 3600), 'hour');
  if (size < 7 * 86_400) return spans.format(Math.round(seconds / 86_400), 'day');
  return instants.format(at);
}

/** An instant by the clock; with its date where that is not today's. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return words.common.atTime((today ? times : instants).format(at));
}

/** When a passkey was last used, after when it was added. */
export function lastUse(iso: string | null | undefined): string {
  return iso === null || iso === undefined ? words.common.notUsedSince : words.common.lastUsed(when(iso));
}
