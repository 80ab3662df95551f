import type { Instant, Policy } from '@sallyport/core';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import type { AccountKey, AttemptAsked, StepLoaded } from '../store/port.ts';
import type { TenantId } from '../store/records.ts';

/** What a step needs to be loaded. */
export interface StepAsked {
  readonly tenant: TenantId;
  readonly flowHash?: string;
  readonly sessionHash?: string;
  readonly deviceHash?: string;
  readonly account?: AccountKey;
  /** The attempt that is about to be made, under the limits of the policy in force. */
  readonly attempt?: (policy: Policy) => AttemptAsked;
  /** Also a flow in which nothing can be proved: to link an identity, or what a provider's page posted. Else it is as good as absent. */
  readonly anyPurpose?: true;
}

export interface Loaded extends Omit<StepLoaded, 'policy'> {
  readonly now: Instant;
  readonly inForce: PolicyInForce;
}

/**
 * The store's `beginStep`, under the policy that is in force: loads what a step needs, and counts the attempt that is about to be made, if
 * one is. If another process changed the policy, the store says so, counts nothing, and the step begins again under the new one.
 */
export async function beginStep(kernel: Kernel, { attempt, anyPurpose, ...asked }: StepAsked): Promise<Loaded> {
  for (;;) {
    const inForce = kernel.policies.known(asked.tenant);
    const now = kernel.now();
    const { policy, ...loaded } = await kernel.store.beginStep({
      now,
      knownPolicy: inForce.version,
      attempt: attempt?.(inForce.policy),
      ...asked,
    });
    if (policy === undefined) return { now, inForce, ...(anyPurpose === true ? loaded : withoutErrands(loaded)) };
    kernel.policies.learn(policy);
  }
}

/** A sign-in is not kept from beginning by a link that somebody began in the same browser and did not finish. */
function withoutErrands({ flow, ...loaded }: StepLoaded): StepLoaded {
  return flow === undefined || flow.purpose === 'link' || flow.purpose === 'response' ? loaded : { flow, ...loaded };
}
