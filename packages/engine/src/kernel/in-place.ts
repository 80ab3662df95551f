import type { Kernel, UnplacedKernel } from './kernel.ts';
import { Anywhere, type RequestPlace } from './request-place.ts';

/**
 * The kernel of a request: every operation finds the policy of the request where it looks for the policy in force. What the engine made at start-up
 * (profiles, the sweep, notices) keeps the kernel without a request.
 */
export function kernelAt(kernel: Kernel, place: RequestPlace): Kernel {
  const { policies } = kernel;
  return {
    ...kernel,
    place,
    unplaced: unplaced(kernel),
    policies: {
      ...policies,
      known: (tenant) => place.in(policies.known(tenant)),
      learn: (record) => place.in(policies.learn(record)),
      learnIfNewer: (record) => place.in(policies.learnIfNewer(record)),
    },
  };
}

export function unplaced(kernel: Kernel): UnplacedKernel {
  if (kernel.unplaced !== undefined) return kernel.unplaced;
  if (!isUnplaced(kernel))
    throw new TypeError('a kernel in the place of a request without the kernel that it is made from');
  return kernel;
}

function isUnplaced(kernel: Kernel): kernel is UnplacedKernel {
  return kernel.place instanceof Anywhere;
}
