import type { EventRecord } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import type { ProofEvent } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { judgedWrong } from '../records/counted-guess.ts';
import { eventsOf } from '../records/events.ts';
import type { Loaded } from '../records/load-step.ts';
import { isUnlogged } from './flow-record.ts';

/**
 * Records a wrong proof. A failure that is the first attempt in a stored flow raises the flow's version. Failures that anybody can cause
 * without limit are counted by the hour and have no event: failures before any proof, at an unknown identifier or with an unknown passkey.
 */
export async function failed(
  kernel: Kernel,
  caller: Caller,
  { now, flow, account, guess, inForce }: Loaded,
  method: string | undefined,
  disproved?: readonly ProofEvent[],
): Promise<Refusal> {
  const isBounded = disproved !== undefined || guess.outcome === 'counted' || (flow?.evidence.length ?? 0) > 0;
  const owner = isBounded ? account : undefined;
  const event = owner && eventsOf(kernel, caller, now, { owner, flow: flow?.id, method });
  const events = event === undefined ? [] : failureEvents(event, { disproved });
  const judged = judgedWrong(guess, inForce.policy, event?.('account.locked'));
  const shared = { tenant: caller.tenant, now, guards: {}, countUnknownFailure: event === undefined };
  // The first failure moves the flow on, also without an account: so a concurrent request gets the same answer in both cases.
  if (flow !== undefined && isBounded && isUnlogged(flow)) {
    const result = await kernel.commit({
      ...shared,
      guards: { flow: { id: flow.id, version: flow.version } },
      flow: { ...flow, version: flow.version + 1, started: true },
      events: event === undefined ? [] : [event('sign-in.started', { method: undefined }), ...events],
      ...judged,
    });
    if (result.outcome === 'committed') return { refused: 'invalid-credentials' };
    await kernel.commit({ events, ...shared });
    return { refused: 'invalid-credentials' };
  }
  await kernel.commit({ events, ...judged, ...shared });
  return { refused: 'invalid-credentials' };
}

/** The events of a wrong proof: the failure, and signals that came with it. */
export function failureEvents(
  event: ReturnType<typeof eventsOf>,
  { detail, disproved = [] }: { readonly detail?: EventRecord['detail']; readonly disproved?: readonly ProofEvent[] },
): EventRecord[] {
  return [event('sign-in.failed', { detail }), ...disproved.map((one) => event(one.type, { detail: one.detail }))];
}
