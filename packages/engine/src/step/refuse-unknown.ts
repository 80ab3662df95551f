import type { Caller, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import type { AccountRecord } from '../store/records.ts';
import { UNKNOWN_TO_HOST } from './settled.ts';

/** Refuses an act, outside of a flow, of somebody whom the host does not know. */
export async function refuseUnknown(kernel: Kernel, caller: Caller, owner: AccountRecord): Promise<Refusal> {
  const now = kernel.now();
  const event = eventsOf(kernel, caller, now, { owner });
  const denied = event('sign-in.denied', { detail: { reason: UNKNOWN_TO_HOST } });
  await kernel.commit({ tenant: caller.tenant, now, guards: {}, events: [denied] });
  return { refused: 'no-way-in' };
}
