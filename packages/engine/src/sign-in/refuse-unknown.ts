import type { AccountRecord } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { deniedAsUnknown, UNKNOWN_TO_HOST } from '../records/host-roles.ts';

/** Refuses an act outside of a flow, because the host does not know the account. */
export async function refuseUnknown(kernel: Kernel, caller: Caller, owner: AccountRecord): Promise<Refusal> {
  const now = kernel.now();
  const event = eventsOf(kernel, caller, now, { owner });
  const denied = event('sign-in.denied', { detail: { reason: UNKNOWN_TO_HOST } });
  await kernel.commit({ tenant: caller.tenant, now, guards: {}, events: [denied] });
  return { refused: deniedAsUnknown().reason };
}
