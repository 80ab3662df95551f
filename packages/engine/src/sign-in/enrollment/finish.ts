import type { Caller, FlowReply, Refusal } from '../../contract/index.ts';
import type { SetUpProof } from '../../factors/proof.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { judgedWrong } from '../../state/counted-guess.ts';
import { eventsOf } from '../../state/events.ts';
import { completeStep } from '../complete-step.ts';
import { failureEvents } from '../failed.ts';
import type { EnrollmentContext } from './enrollment-context.ts';
import { commitInSession } from './in-session.ts';

/** If a concurrent change voids a proof of the owner, the factor is not the owner's any more. */
export function finish(
  kernel: Kernel,
  caller: Caller,
  context: EnrollmentContext,
  made: SetUpProof,
): Promise<FlowReply | Refusal> {
  const { whoSets, setUpBy } = context;
  const proof: SetUpProof = {
    ...made,
    verifyAgain: (latest, policy) => (whoSets(latest, policy) === setUpBy ? { events: [] } : { disproved: [] }),
  };
  return context.kind === 'flow'
    ? completeStep(
        kernel,
        caller,
        { loaded: context.loaded, flow: context.flow, token: context.token, isNewFlow: false },
        proof,
      )
    : commitInSession(kernel, caller, context, proof);
}

export async function wrong(
  kernel: Kernel,
  caller: Caller,
  context: EnrollmentContext,
  method: string,
): Promise<Refusal> {
  const { now, account, guess } = context;
  const event = eventsOf(kernel, caller, now, {
    owner: account,
    method,
    flow: context.kind === 'flow' ? context.flow.id : undefined,
    actor: account.id,
  });
  const { policy } = kernel.policies.known(caller.tenant);
  await kernel.commit({
    tenant: caller.tenant,
    now,
    guards: {},
    events: failureEvents(event, { detail: { enrollment: true } }),
    ...judgedWrong(guess, policy, event('account.locked')),
  });
  return { refused: 'invalid-credentials' };
}
