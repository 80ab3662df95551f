import type { Policy, PolicyProblem } from '@sallyport/core';
import { counterexampleText, verifyPolicy } from '@sallyport/core/analysis';
import type { PolicyRecord, TenantId } from '@sallyport/store';
import type { Logger } from '../contract/host.ts';

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

/**
 * Tells the operator at start-up that nobody administers over HTTP, because the policy leaves `administrators` out. A policy that writes
 * `administrators: {}` means nobody, and is told nothing.
 */
export function warnOfNoAdministrators({ document }: Policy, logger: Logger): void {
  if (document.administrators !== undefined) return;
  logger.warn('nobody administers: the policy names no administrators, so every /admin route answers 403', {
    code: 'no-administrators',
    wayOut:
      "name roles in the policy's `administrators.policy` and `administrators.people`, or write `administrators: {}` if nobody is meant",
  });
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
