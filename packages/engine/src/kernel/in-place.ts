import type { Kernel } from './kernel.ts';
import type { RequestPlace } from './request-place.ts';

/**
 * The kernel of a request: every operation finds the policy of the request where it looks for the policy in force. What the engine made at start-up
 * (profiles, the sweep, notices) keeps the kernel without a request.
 */
export function kernelAt(kernel: Kernel, place: RequestPlace): Kernel {
  const { policies } = kernel;
  return {
    ...kernel,
    place,
    policies: {
      ...policies,
      known: (tenant) => place.in(policies.known(tenant)),
      learn: (record) => place.in(policies.learn(record)),
      learnIfNewer: (record) => place.in(policies.learnIfNewer(record)),
    },
  };
}
