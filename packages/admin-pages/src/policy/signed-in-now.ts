import type { PolicyDocument } from '@sallyport/browser';
import { sentenceFor } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { spanOf } from './duration.ts';

const { signedInNow: says } = words.policy;

/** A sentence about the running sessions after this policy is saved, by its `onTighten`. The default does not affect running sessions. */
export function signedInNow({ onTighten = 'next-sign-in' }: PolicyDocument): string {
  if (typeof onTighten === 'string') return textFor(onTighten) ?? '';
  const { after, then }: { readonly after?: unknown; readonly then?: unknown } = Object(onTighten);
  // After the grace period, a session that is to be ended ends at its next request.
  return (then === 'step-up' ? says.later['step-up'] : says.later.revoke)(spanOf(String(after)));
}

function textFor(act: string): string | undefined {
  const said = sentenceFor(says, act);
  return typeof said === 'string' ? said : undefined;
}
