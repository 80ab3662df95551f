import type { PolicyDocument } from '@sallyport/browser';
import { sentenceFor, words } from '../ui/words.ts';
import { spanOf } from './duration.ts';

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
