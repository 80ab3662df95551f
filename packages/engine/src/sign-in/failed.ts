import type { EventRecord } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import { hasLiveProof } from '../factors/facts.ts';
import type { Disproof, ProofEvent } from '../factors/proof.ts';
import type { FlowCommit } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { judgedWrong } from '../state/counted-guess.ts';
import { eventsOf } from '../state/events.ts';
import type { Counted } from '../state/load.ts';
import { isUnlogged, withoutChallenge } from './flow-record.ts';

/** Failures that anybody can cause without limit are only counted, without an event. */
export async function failed(
  kernel: Kernel,
  caller: Caller,
  loaded: Counted,
  method: string | undefined,
  disproof?: Partial<Disproof> & { readonly detail?: EventRecord['detail'] },
): Promise<Refusal> {
  const { now, flow, account, guess, inForce } = loaded;
  const { disproved, uses, detail } = disproof ?? {};
  const isBounded = disproved !== undefined || guess.outcome === 'counted' || hasLiveProof(flow, account);
  const owner = isBounded ? account : undefined;
  const actor = flow?.raises === undefined ? undefined : owner?.id;
  const event = owner && eventsOf(kernel, caller, now, { owner, actor, flow: flow?.id, method });
  const events = event === undefined ? [] : failureEvents(event, { disproved, detail });
  const judged = judgedWrong(guess, inForce.policy, event?.('account.locked'));
  const shared = {
    ...{ tenant: caller.tenant, now, guards: {}, countUnknownFailure: event === undefined },
    ...(uses !== undefined && { uses: [uses] }),
  };
  // Also without an account, so that a concurrent request gets the same answer.
  const left = flow && withoutChallenge(flow, method);
  const isFirst = flow !== undefined && isUnlogged(flow);
  if (flow !== undefined && isBounded && (isFirst || left !== flow)) {
    const started = isFirst ? event?.('sign-in.started', { method: undefined }) : undefined;
    const result = await kernel.commit({
      ...shared,
      guards: { flow: { id: flow.id, version: flow.version } },
      flow: { ...(left ?? flow), version: flow.version + 1, ...(isFirst && { started: true }) },
      events: started === undefined ? events : [started, ...events],
      ...judged,
    });
    if (result.outcome === 'committed') return { refused: 'invalid-credentials' };
    return recorded({ events, ...shared });
  }
  return recorded({ events, ...judged, ...shared });

  async function recorded(change: FlowCommit): Promise<Refusal> {
    const result = await kernel.commit(change);
    const isRepeated = result.outcome === 'conflict' && result.with === 'used';
    return isRepeated ? failed(kernel, caller, loaded, method) : { refused: 'invalid-credentials' };
  }
}

export function failureEvents(
  event: ReturnType<typeof eventsOf>,
  { detail, disproved = [] }: { readonly detail?: EventRecord['detail']; readonly disproved?: readonly ProofEvent[] },
): EventRecord[] {
  return [event('sign-in.failed', { detail }), ...disproved.map((one) => event(one.type, { detail: one.detail }))];
}
