import type { Reason, Session } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { h } from './element.ts';

const methodNames: Readonly<Record<string, string>> = {
  passkey: 'Use a passkey',
  totp: 'Use the authenticator app',
  'email-code': 'Get a code by email',
  password: 'Use your password',
  ldap: 'Use your directory password',
  sso: 'Use single sign-on',
  'backup-code': 'Use a backup code',
  'enrollment-code': 'Use a code from an administrator',
};

/** How a method is called among the ways to go on. */
export function methodName(method: string): string {
  return methodNames[method] ?? codeWords(method)?.use ?? method;
}

const wayNames: Readonly<Record<string, string>> = {
  password: 'Password',
  passkey: 'Passkey',
  totp: 'Authenticator app',
  'email-code': 'Email code',
  'backup-code': 'Backup code',
  sso: 'Single sign-on',
  ldap: 'Directory password',
};

/** What a method is called where accounts are administered. */
export function wayName(method: string): string {
  const label = codeWords(method)?.label;
  return wayNames[method] ?? (label === undefined ? method : `${label} code`);
}

/** What a person wants to know first. */
const weight: readonly string[] = [
  'account-blocked',
  'enrollment-needs-vouching',
  'enrollment-needs-proof',
  'methods-restricted',
  'strength-required',
];

/** Why the policy asks, as a gentle note in the server's own words: the sentence that matters, the others on request. */
export function reasonsNote(because: readonly Reason[]): HTMLElement | null {
  const sorted = strictestOnly(because).toSorted((one, other) => rankOf(one) - rankOf(other));
  const [first, ...others] = [...new Set(sorted.map((reason) => reason.message))].filter((message) => message !== '');
  if (first === undefined) return null;
  return h(
    'div',
    { class: 'note', 'data-testid': 'because' },
    h('p', {}, first),
    others.length === 0
      ? null
      : h(
          'details',
          {},
          h('summary', {}, 'Why?'),
          others.map((message) => h('p', {}, message)),
        ),
  );
}

/** The same for an administrator, in one line: whose demand it is, without every combination that would meet it. */
export function reasonsLine(because: readonly Reason[]): string {
  const left = strictestOnly(because);
  const sentences = left.map(({ code, params, message }) => {
    switch (code) {
      case 'strength-required': {
        const askers = left.filter((other) => other.code === code).map(({ source }) => askerOf(source));
        const strength = strengthName(String(params['strength'])).toLowerCase();
        return capital(`${words.format(askers)} ${askers.length > 1 ? 'ask' : 'asks'} for ${strength}.`);
      }
      case 'nothing-enrolled-satisfies':
        return 'Nothing set up so far meets it.';
      default:
        return message;
    }
  });
  return [...new Set(sentences)].join(' ');
}

const words = new Intl.ListFormat('en');

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

function askerOf(source: Reason['source']): string {
  if (typeof source === 'object') return `the role ${source.role}`;
  return { tenant: 'the policy', account: 'the account', route: 'the route' }[source];
}

function rankOf({ code }: Reason): number {
  const rank = weight.indexOf(code);
  return rank < 0 ? weight.length : rank;
}

const strengths: readonly unknown[] = ['single', 'baseline', 'enhanced', 'phishing-resistant'];

/** Of the built-in strengths only the strictest is left: who meets it meets the others. */
export function strictestOnly(because: readonly Reason[]): readonly Reason[] {
  const rank = ({ code, params }: Reason): number =>
    code === 'strength-required' ? strengths.indexOf(params['strength']) : -1;
  const most = Math.max(-1, ...because.map(rank));
  return because.filter((reason) => rank(reason) < 0 || rank(reason) === most);
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
  otp: 'one-time code',
  pop: 'passkey',
  hwk: 'passkey',
  swk: 'passkey',
  sms: 'text message',
};

/** What was proved (RFC 8176), in words; markers that say no more are left out. */
export function proofsOf({ amr }: Session): string {
  const methods = amr.filter((method) => method !== 'mfa' && method !== 'user');
  return words.format(new Set(methods.map((method) => proofs[method] ?? method)));
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
