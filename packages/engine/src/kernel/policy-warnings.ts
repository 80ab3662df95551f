import type { Policy } from '@sallyport/core';
import { counterexampleText, verifyPolicy } from '@sallyport/core/analysis';
import type { Logger } from '../api/host.ts';

/** Enough to find what is plainly wrong in some milliseconds; `sallyport check` goes through everything. */
const DECISIONS = 1_000;

/**
 * Tells the operator at start-up of a policy that has a trap: roles that can never sign in, dead ends. It is told and not thrown,
 * since a policy from the store has to be served for an administrator to mend it.
 */
export function warnOfTraps(policy: Policy, logger: Logger): void {
  for (const { severity, code, message, counterexample } of verifyPolicy(policy, { decisionsAtMost: DECISIONS })
    .findings) {
    if (severity !== 'error') continue;
    logger.warn(`the policy has a trap (${code}): ${message}`, {
      code,
      counterexample: counterexampleText(counterexample),
      wayOut: 'run `sallyport check` on the policy',
    });
  }
}
