import { isLastJudged } from '../attempts/unjudged.ts';
import type { ProofEvent } from '../factors/proof.ts';
import type { eventsOf } from '../records/events.ts';
import type { AttemptAnswer } from '../store/port.ts';
import type { EventRecord } from '../store/records.ts';

/** What the action log has of a wrong proof: the failure, what came to light with it, and the lock if no more attempts are judged. */
export function failureEvents(
  event: ReturnType<typeof eventsOf>,
  attempt: AttemptAnswer,
  { detail, disproved = [] }: { readonly detail?: EventRecord['detail']; readonly disproved?: readonly ProofEvent[] },
): EventRecord[] {
  return [
    event('sign-in.failed', { detail }),
    ...disproved.map((one) => event(one.type, { detail: one.detail })),
    ...(isLastJudged(attempt) ? [event('account.locked')] : []),
  ];
}
