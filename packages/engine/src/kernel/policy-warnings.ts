import type { Policy, PolicyProblem } from '@sallyport/core';
import { counterexampleText, verifyPolicy } from '@sallyport/core/analysis';
import type { Logger } from '../api/host.ts';
import type { PolicyRecord, TenantId } from '../store/records.ts';

/** Enough to find what is plainly wrong in some milliseconds; `sallyport check` goes through everything. */
const DECISIONS = 1_000;

/**
 * Tells the operator at start-up of a policy that has a trap: roles that can never sign in, dead ends. It is told and not thrown,
 * since a policy from the store has to be served for an administrator to mend it.
 */
export function warnOfTraps(tenant: TenantId, policy: Policy, logger: Logger): void {
  for (const { severity, code, message, counterexample } of verifyPolicy(policy, { decisionsAtMost: DECISIONS })
    .findings) {
    if (severity !== 'error') continue;
    logger.warn(`the policy has a trap (${code}): ${message}`, {
      code,
      tenant,
      counterexample: counterexampleText(counterexample),
      wayOut: 'run `sallyport check` on the policy',
    });
  }
}

/** Tells the operator what a policy from the store names and the host does not bring: nobody can use it. */
export function warnOfMissing(
  { tenant, version }: Pick<PolicyRecord, 'tenant' | 'version'>,
  problems: readonly PolicyProblem[],
  logger: Logger,
): void {
  for (const { path, message, code } of problems) {
    logger.warn(`the stored policy names what is not configured: ${path}: ${message}`, {
      code,
      tenant,
      version,
      wayOut: 'configure it, or take it out of the policy',
    });
  }
}
