import type { LoggedEvent } from '@sallyport/browser';
import { wayName } from '@sallyport/pages/parts';
import { type beginnings, beginsWithCode, isInvitation } from './events.ts';
import { words } from './words.ts';

/**
 * The method of an entry in words, unless the sentence of the entry says the method.
 *
 * @param began how the flows of the log began. A sign-in whose beginning is not shown used a code or the link of an invitation.
 */
export function methodOf(event: LoggedEvent, began: ReturnType<typeof beginnings>): string | undefined {
  const { type, method, flow = '' } = event;
  if (method === undefined || isInvitation(event) || beginsWithCode(event)) return undefined;
  if (type !== 'sign-in.succeeded' || method !== 'enrollment-code') return wayName(method);
  const beginning = began.get(flow);
  if (beginning === undefined) return words.activity.feed.codeOrInvitation;
  return beginning === 'invitation' ? words.activity.feed.invitation : wayName(method);
}
