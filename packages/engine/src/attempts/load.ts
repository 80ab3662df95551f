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
}

export interface Loaded extends Omit<StepLoaded, 'policy'> {
  readonly now: Instant;
  readonly inForce: PolicyInForce;
}

/**
 * Loads a step in one round trip, under the policy that is in force. Where another process changed the policy, the store says
 * so, counts nothing, and the step begins again under the new one.
 */
export async function load(kernel: Kernel, { attempt, ...asked }: StepAsked): Promise<Loaded> {
  for (;;) {
    const inForce = kernel.policies.known(asked.tenant);
    const now = kernel.now();
    const { policy, ...loaded } = await kernel.store.beginStep({
      ...asked,
      now,
      knownPolicy: inForce.version,
      attempt: attempt?.(inForce.policy),
    });
    if (policy === undefined) return { ...loaded, now, inForce };
    kernel.policies.learn(policy);
  }
}
