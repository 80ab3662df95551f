import type { Commit } from '../store/port.ts';
import type { EventType } from '../store/records.ts';
import type { Instruments } from './instruments.ts';

/** How a sign-in ended, by the event that says so. */
const ENDS: Partial<Record<EventType, string>> = {
  'sign-in.succeeded': 'succeeded',
  'sign-in.failed': 'failed',
  'sign-in.denied': 'denied',
};

/** Counts what a change that was committed brought about. */
export function countCommitted(
  { signIns, lockouts, events: logged }: Instruments,
  { events, countUnknownFailure }: Commit,
): void {
  for (const { type, method } of events) {
    logged.add(1, { 'sallyport.event.type': type });
    const by = method === undefined ? {} : { 'sallyport.method': method };
    const outcome = ENDS[type];
    if (outcome !== undefined) signIns.add(1, { 'sallyport.outcome': outcome, ...by });
    if (type === 'account.locked') lockouts.add(1, by);
  }
  // Nobody has that identifier or passkey: the log has a number for it, and no event.
  if (countUnknownFailure === true) signIns.add(1, { 'sallyport.outcome': 'unknown' });
}
