import type { PolicyDocument } from '@sallyport/browser';
import { locale, sentenceFor, words } from '../ui/words.ts';

const { signedInNow: says } = words.policy;

/** What becomes of those who are signed in when this policy is saved, by its `onTighten`; a policy without one leaves them alone. */
export function signedInNow({ onTighten = 'next-sign-in' }: PolicyDocument): string {
  if (typeof onTighten === 'string') return textFor(onTighten) ?? '';
  const { after, then }: { readonly after?: unknown; readonly then?: unknown } = Object(onTighten);
  // After its time, a session that is to be ended is over at its next request.
  return (then === 'step-up' ? says.later['step-up'] : says.later.revoke)(spanOf(String(after)));
}

function textFor(act: string): string | undefined {
  const said = sentenceFor(says, act);
  return typeof said === 'string' ? said : undefined;
}

const units = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;

/** A duration as policies write it, in words: `7 days` for `7d`. */
function spanOf(duration: string): string {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const name = sentenceFor(units, unit ?? '');
  if (name === undefined) return duration;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(Number(count));
}
