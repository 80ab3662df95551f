import { instant } from '@sallyport/core';
import { isHostUnavailable, isMalformedQuery, isStoreUnavailable, type Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { HttpRefusal } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { HttpOptions } from './http-options.ts';
import { problemReply } from './problem.ts';

/** An error without a known code is a defect: 500. */
export function faultReply(auth: Sallyport, fault: unknown, options: HttpOptions, instance: string): NeutralReply {
  return faultProblem(refusalBy(auth, fault, options, instance), instance);
}

export function faultProblem(refusal: HttpRefusal, instance: string): NeutralReply {
  // The clock itself may have failed.
  return problemReply(refusal, EPOCH, instance);
}

/** The log has the cause of a service that does not answer. `onFault` gets each error that is no expected fault of a service or a request. */
export function refusalBy(
  auth: Sallyport,
  fault: unknown,
  { onFault = toConsole }: HttpOptions,
  instance: string,
): HttpRefusal {
  if (isMalformedQuery(fault)) return { refused: 'malformed-input', errors: fault.errors };
  if (isStoreUnavailable(fault)) {
    warn(auth, 'the store', fault);
    return { refused: 'store-unavailable' };
  }
  if (isHostUnavailable(fault)) return { refused: 'store-unavailable' };
  if (hasCode(fault, 'provider-unavailable')) return { refused: 'provider-unavailable' };
  if (hasCode(fault, 'busy')) return { refused: 'busy' };
  // The engine warned the operator of the first such request.
  if (hasCode(fault, 'bad-tenant')) return { refused: 'not-found' };
  try {
    onFault(fault, { instance });
  } catch {
    // The answer stays.
  }
  // A limiter that fails must not become a way past the limit.
  if (hasCode(fault, 'address-limit-unavailable')) return { refused: 'busy' };
  // In a rolling upgrade another process can answer.
  if (hasCode(fault, 'record-too-new') || hasCode(fault, 'unknown-key')) return { refused: 'store-unavailable' };
  return { refused: 'internal' };
}

function warn(auth: Sallyport, party: string, fault: unknown): void {
  try {
    forAdapters(auth).warnOfUnavailable(party, fault);
  } catch {
    // The answer stays.
  }
}

export function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

const EPOCH = instant(0);

function toConsole(fault: unknown, { instance }: { readonly instance: string }): void {
  console.error(`sallyport: an unexpected fault (${instance})`, fault);
}
