import { instant } from '@sallyport/core';
import { isMalformedQuery, isStoreUnavailable } from '@sallyport/engine';
import type { Refused } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { HttpOptions } from './http-options.ts';
import { problemReply } from './problem.ts';

/** The answer to a thrown error: 400 for a malformed query, 503 or 404 if the error's code is known, otherwise 500, since the error is a defect. */
export function faultReply(fault: unknown, { onFault = toConsole }: HttpOptions, instance: string): NeutralReply {
  // `EPOCH` in place of the clock, because the clock itself may have failed.
  const problem = (refused: Refused): NeutralReply => problemReply({ refused }, EPOCH, instance);
  if (isMalformedQuery(fault))
    return problemReply({ refused: 'malformed-input', errors: fault.errors }, EPOCH, instance);
  if (isStoreUnavailable(fault)) return problem('store-unavailable');
  if (hasCode(fault, 'provider-unavailable')) return problem('provider-unavailable');
  if (hasCode(fault, 'busy')) return problem('busy');
  // Any client can send a request of an unknown tenant. The engine warned the operator of the first such request.
  if (hasCode(fault, 'bad-tenant')) return problem('not-found');
  try {
    onFault(fault, { instance });
  } catch {
    // A failing `onFault` does not change the answer.
  }
  // Closed: a limiter that fails must not become a way past the limit.
  if (hasCode(fault, 'address-limit-unavailable')) return problem('busy');
  // 503, because in a rolling upgrade or a rotation of secrets another process can answer. The host still gets the fault, by `onFault` above.
  if (hasCode(fault, 'record-too-new') || hasCode(fault, 'unknown-key')) return problem('store-unavailable');
  return problem('internal');
}

/** Whether an error has this `code`. */
export function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

const EPOCH = instant(0);

function toConsole(fault: unknown, { instance }: { readonly instance: string }): void {
  console.error(`sallyport: an unexpected fault (${instance})`, fault);
}
