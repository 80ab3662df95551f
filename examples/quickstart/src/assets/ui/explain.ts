import type { AcceptedMethod, Reason, Session } from '@sallyport/browser';
import { h } from './element.ts';

type Method = AcceptedMethod['method'];

/** How a method is called among the ways to go on. */
export const methodNames: Readonly<Record<Method, string>> = {
  passkey: 'Use a passkey',
  totp: 'Use the authenticator app',
  'email-code': 'Get a code by email',
  password: 'Use your password',
  ldap: 'Use your directory password',
  sso: 'Use single sign-on',
  'backup-code': 'Use a backup code',
  'enrollment-code': 'Use a code from an administrator',
};

/** Why the policy asks, as a gentle note: the server's own words, each once. */
export function reasonsNote(because: readonly Reason[]): HTMLElement | null {
  const messages = [...new Set(because.map((reason) => reason.message))].filter((message) => message !== '');
  if (messages.length === 0) return null;
  return h(
    'div',
    { class: 'note', 'data-testid': 'because' },
    messages.map((message) => h('p', {}, message)),
  );
}

const strengthNames: Readonly<Record<string, string>> = {
  single: 'Single',
  baseline: 'Baseline',
  enhanced: 'Enhanced',
  'phishing-resistant': 'Phishing-resistant',
};

export function strengthName(strength: string): string {
  return strengthNames[strength] ?? strength;
}

/** A session's strength, the stronger the greener. */
export function strengthBadge(strength: Session['strength']): HTMLElement {
  const strong = strength === 'enhanced' || strength === 'phishing-resistant';
  return h('span', { class: `badge ${strong ? 'go' : ''}`, 'data-testid': 'strength' }, strengthName(strength));
}

const proofs: Readonly<Record<string, string>> = {
  pwd: 'password',
  otp: 'authenticator app',
  email: 'email code',
  hwk: 'passkey',
  swk: 'passkey',
  sms: 'text message',
};

/** What was proved (RFC 8176), in words; markers that say no more are left out. */
export function proofsOf({ amr }: Session): string {
  const words = amr.filter((method) => method !== 'mfa' && method !== 'user').map((method) => proofs[method] ?? method);
  return [...new Set(words)].join(' and ');
}

const instants = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const spans = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** An instant of the contract: near ones as a distance, far ones as a date. */
export function when(iso: string | null | undefined): string {
  const at = Date.parse(iso ?? '');
  if (Number.isNaN(at)) return 'never';
  const seconds = Math.round((at - Date.now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? 'in a moment' : 'just now';
  if (size < 3600) return spans.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return spans.format(Math.round(seconds / 3600), 'hour');
  if (size < 7 * 86_400) return spans.format(Math.round(seconds / 86_400), 'day');
  return instants.format(at);
}

/** When something was last used, as the end of a sentence. */
export function lastUse(iso: string | null | undefined): string {
  return iso === null || iso === undefined ? 'never used' : `last used ${when(iso)}`;
}
