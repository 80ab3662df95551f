import type { Commit, EventRecord, EventType } from '@sallyport/store';
import type { Instruments } from './instruments.ts';

/** The outcomes of sign-ins, by event. */
const ENDS: Partial<Record<EventType, string>> = {
  'sign-in.succeeded': 'succeeded',
  'sign-in.failed': 'failed',
  'sign-in.denied': 'denied',
};

/** Counts the results of a change. `events` are the written events. */
export function countCommitted(
  { signIns, lockouts, events: logged }: Instruments,
  { countUnknownFailure }: Pick<Commit, 'countUnknownFailure'>,
  events: readonly EventRecord[],
): void {
  for (const { type, method } of events) {
    logged.add(1, { 'sallyport.event.type': type });
    const by = method === undefined ? {} : { 'sallyport.method': method };
    const outcome = ENDS[type];
    if (outcome !== undefined) signIns.add(1, { 'sallyport.outcome': outcome, ...by });
    if (type === 'account.locked') lockouts.add(1, by);
  }
  // No account has the identifier or passkey: the log has a count, and no event.
  if (countUnknownFailure === true) signIns.add(1, { 'sallyport.outcome': 'unknown' });
}
