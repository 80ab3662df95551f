import { instant } from '@sallyport/core';
import { isStoreUnavailable } from '@sallyport/engine';
import type { Pages } from './pages.ts';
import { problemReply } from './problem.ts';
import type { NeutralReply } from './reply.ts';

/** What a host may set about serving. */
export interface HttpOptions {
  /** The host's own pages that single sign-on sends a person to. */
  readonly pages?: Pages;
  /**
   * A domain whose hosts all have the cookies, `'example.com'`. Every one of them, and whoever takes one over, can then use a session and
   * plant a cookie. Default: the origin's host alone.
   */
  readonly cookieDomain?: string;
  /** Where a browser sees the contract if a proxy in front takes a prefix off: `'/app/auth'`. Default: where it is mounted. */
  readonly publicPath?: string;
  /**
   * Told of every fault that nobody expected, after which the answer is 500 and says nothing of it. By default it is
   * written to `console.error`.
   */
  readonly onFault?: (fault: unknown) => void;
}

/** The answer to something thrown: 503 if its code is known, otherwise 500, since it is a defect. */
export function faultReply(fault: unknown, { onFault = toConsole }: HttpOptions): NeutralReply {
  // A problem without a date needs no clock, and a clock may be what is broken.
  if (isStoreUnavailable(fault)) return problemReply({ refused: 'store-unavailable' }, EPOCH);
  if (hasCode(fault, 'provider-unavailable')) return problemReply({ refused: 'provider-unavailable' }, EPOCH);
  if (hasCode(fault, 'busy')) return problemReply({ refused: 'busy' }, EPOCH);
  // A request of no tenant finds nothing; a stranger can send any, and the engine has told the operator of the first.
  if (hasCode(fault, 'bad-tenant')) return problemReply({ refused: 'not-found' }, EPOCH);
  try {
    onFault(fault);
  } catch {
    // A host that fails at being told gets no other answer.
  }
  // In a rolling upgrade another process, or this one a little later, can answer; the host has to hear of it all the same.
  if (hasCode(fault, 'record-too-new')) return problemReply({ refused: 'store-unavailable' }, EPOCH);
  return problemReply({ refused: 'internal' }, EPOCH);
}

/** Whether a thrown thing says by its code what it is. */
export function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

const EPOCH = instant(0);

function toConsole(fault: unknown): void {
  console.error('sallyport: an unexpected fault', fault);
}
