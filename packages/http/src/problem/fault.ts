import { instant } from '@sallyport/core';
import { isStoreUnavailable } from '@sallyport/engine';
import type { Refused } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { Pages } from './pages.ts';
import { problemReply } from './problem.ts';

/** What a host may set about serving. */
export interface HttpOptions {
  /** The host's own pages that single sign-on sends a person to. */
  readonly pages?: Pages | undefined;
  /**
   * A domain whose hosts all have the cookies, `'example.com'`. Every one of them, and whoever takes one over, can then use a session and
   * plant a cookie. Default: the origin's host alone.
   */
  readonly cookieDomain?: string | undefined;
  /** Where a browser sees the contract if a proxy in front takes a prefix off: `'/app/auth'`. Default: where it is mounted. */
  readonly publicPath?: string | undefined;
  /**
   * Told of every fault that nobody expected, after which the answer is 500 and says nothing of it but its `instance`. By default both
   * are written to `console.error`.
   */
  readonly onFault?: ((fault: unknown, request: { readonly instance: string }) => void) | undefined;
}

/** The answer to something thrown: 503 if its code is known, otherwise 500, since it is a defect. */
export function faultReply(fault: unknown, { onFault = toConsole }: HttpOptions, instance: string): NeutralReply {
  const problem = (refused: Refused): NeutralReply => problemReply({ refused }, EPOCH, instance);
  // A problem without a date needs no clock, and a clock may be what is broken.
  if (isStoreUnavailable(fault)) return problem('store-unavailable');
  if (hasCode(fault, 'provider-unavailable')) return problem('provider-unavailable');
  if (hasCode(fault, 'busy')) return problem('busy');
  // A request of no tenant finds nothing; a stranger can send any, and the engine has told the operator of the first.
  if (hasCode(fault, 'bad-tenant')) return problem('not-found');
  try {
    onFault(fault, { instance });
  } catch {
    // A host that fails at being told gets no other answer.
  }
  // In a rolling upgrade another process, or this one a little later, can answer; the host has to hear of it all the same.
  if (hasCode(fault, 'record-too-new')) return problem('store-unavailable');
  return problem('internal');
}

/** Whether a thrown thing says by its code what it is. */
export function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

const EPOCH = instant(0);

function toConsole(fault: unknown, { instance }: { readonly instance: string }): void {
  console.error(`sallyport: an unexpected fault (${instance})`, fault);
}
