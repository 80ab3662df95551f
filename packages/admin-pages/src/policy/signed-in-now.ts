import type { PolicyDocument } from '@sallyport/browser';
import { sentenceFor } from '@sallyport/pages/parts';
import { recordOf } from './document.ts';
import { spanOf } from './duration.ts';
import { words } from './words.ts';

/** The default does not affect running sessions. */
export function signedInNow({ onTighten = 'next-sign-in' }: PolicyDocument): string {
  const { signedInNow: says } = words.review.save;
  if (typeof onTighten === 'string') {
    const said = sentenceFor(says, onTighten);
    return typeof said === 'string' ? said : '';
  }
  const { after, then } = recordOf(onTighten);
  // After the grace period, a session ends at its next request.
  return (then === 'step-up' ? says.later['step-up'] : says.later.revoke)(spanOf(String(after)));
}
