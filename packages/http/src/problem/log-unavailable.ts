import type { Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { NeutralReply } from '../message/reply.ts';

/** The client can only report the `instance` of a 503 to the operator. */
export function logUnavailable(auth: Sallyport, reply: NeutralReply, instance: () => string): NeutralReply {
  if (reply.status !== 503) return reply;
  try {
    forAdapters(auth).logger.warn('a request was answered 503', { code: reply.problem, instance: instance() });
  } catch {
    // A failing logger does not change the answer.
  }
  return reply;
}
