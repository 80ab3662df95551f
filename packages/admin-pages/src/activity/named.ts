import type { LoggedEvent } from '@sallyport/browser';
import { sentenceFor, wayName } from '@sallyport/pages/parts';
import { type beginnings, beginsWithCode, factorOf, isInvitation, toldType } from './events.ts';
import { words } from './words.ts';

export function objectOf({ method, detail = {} }: LoggedEvent): string | undefined {
  const vault = sentenceFor(words.activity.vaultWays, String(detail['kind']));
  const factor = factorOf({ method, detail });
  return vault ?? (factor === undefined ? undefined : wayName(factor));
}

/**
 * `undefined` if the entry's sentence says the method.
 *
 * @param began how the flows of the log began
 */
export function methodOf(event: LoggedEvent, began: ReturnType<typeof beginnings>): string | undefined {
  const { type, method, flow = '' } = event;
  if (method === undefined || isInvitation(event) || beginsWithCode(event) || type === 'enrollment-code.used')
    return undefined;
  if (type === 'sign-in.failed' && toldType(event) !== type) return undefined;
  if (type !== 'sign-in.succeeded' || method !== 'enrollment-code') return wayName(method);
  const beginning = began.get(flow);
  if (beginning === undefined) return words.activity.feed.codeOrInvitation;
  return beginning === 'invitation' ? words.activity.feed.invitation : wayName(method);
}
