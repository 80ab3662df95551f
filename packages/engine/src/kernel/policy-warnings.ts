import type { Policy, PolicyProblem } from '@sallyport/core';
import { counterexampleText, verifyPolicy } from '@sallyport/core/analysis';
import type { PolicyRecord, TenantId } from '@sallyport/store';
import type { Logger } from '../contract/host.ts';

/** The most decisions of the check, which then takes some milliseconds and finds plain mistakes. `sallyport check` checks everything. */
const DECISIONS = 1_000;

/**
 * Warns the operator at start-up of traps in the policy: roles that can never sign in, dead ends. This is no error, because an
 * administrator can mend a stored policy only while it is in force.
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
 * Warns the operator at start-up if nobody administers over HTTP because the policy leaves `administrators` out. A policy with
 * `administrators: {}` means nobody, and causes no warning.
 */
export function warnOfNoAdministrators({ document }: Policy, logger: Logger): void {
  if (document.administrators !== undefined) return;
  logger.warn('nobody administers: the policy names no administrators, so every /admin route answers 403', {
    code: 'no-administrators',
    wayOut:
      "name roles in the policy's `administrators.policy` and `administrators.people`, or write `administrators: {}` if nobody is meant",
  });
}

/** Warns the operator at start-up if a tenant has no mailer. Without a mailer the tenant offers no mailed codes and links. */
export function warnOfNoMailer(tenant: TenantId, sendMail: unknown, logger: Logger): void {
  if (sendMail !== undefined) return;
  logger.warn('there is no mailer: nobody gets a code, a link to recover a password or a link to confirm an address', {
    code: 'without-mailer',
    tenant,
    wayOut: 'give `sendMail`; without a mailer no sign-in offers an email code',
  });
}

/** Warns the operator of names in a stored policy that the host does not configure. Nobody can use the named part. */
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
