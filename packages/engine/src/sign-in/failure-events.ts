import type { EventRecord } from '@sallyport/store';
import type { ProofEvent } from '../factors/proof.ts';
import type { eventsOf } from '../records/events.ts';

/** The events of a wrong proof: the failure, and signals that came with it. */
export function failureEvents(
  event: ReturnType<typeof eventsOf>,
  { detail, disproved = [] }: { readonly detail?: EventRecord['detail']; readonly disproved?: readonly ProofEvent[] },
): EventRecord[] {
  return [event('sign-in.failed', { detail }), ...disproved.map((one) => event(one.type, { detail: one.detail }))];
}
