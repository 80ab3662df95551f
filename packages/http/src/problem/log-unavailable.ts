import type { Sallyport } from '@sallyport/engine';
import type { NeutralReply } from '../message/reply.ts';

/** The answer, of which the operator hears if it is that something did not work: the client can name nothing but its `instance`. */
export function logUnavailable(
  auth: Pick<Sallyport, 'logger'>,
  reply: NeutralReply,
  instance: () => string,
): NeutralReply {
  if (reply.status !== 503) return reply;
  try {
    auth.logger.warn('a request was answered 503', { code: reply.problem, instance: instance() });
  } catch {
    // A logger that fails changes no answer.
  }
  return reply;
}
