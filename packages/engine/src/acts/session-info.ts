import {
  type Evidence,
  type Instant,
  instant,
  milliseconds,
  type Policy,
  type Soon,
  soonOf,
  strengthOf,
} from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import type { SessionInfo } from '../contract/index.ts';
import { SOON_WITHIN } from '../contract/lifetimes.ts';
import { factsOf } from '../factors/facts.ts';
import { factorOf } from '../factors/index.ts';
import { codesForReport } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { clearedForItsRoles } from './role-gain.ts';
import { vouchingOf } from './stranding.ts';

export function sessionInfo(policy: Policy, session: SessionRecord, account: AccountRecord, now: Instant): SessionInfo {
  return {
    accountId: session.accountId,
    strength: strengthOf(policy, factsOf(account, policy, now), session.evidence),
    amr: amrOf(session.evidence),
    authTime: instant(Math.max(...session.evidence.map(({ at }) => at))),
    expiresAt: instant(Math.min(session.expiresAt, session.lastSeenAt + session.idle)),
  };
}

/**
 * With the date on which the policy will ask the person for more. For the person, and not for lists of sessions.
 *
 * @param account as {@link countedForSoon} returns it
 */
export function ownSessionInfo(
  policy: Policy,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): SessionInfo {
  return { ...sessionInfo(policy, session, account, now), soon: soonFor(policy, account, now) };
}

/** Nobody is asked where the policy has no later date. */
export async function countedForSoon(kernel: Kernel, policy: Policy, account: AccountRecord): Promise<AccountRecord> {
  return policy.later.length === 0 ? account : codesForReport(kernel)(policy, account);
}

export function soonFor(policy: Policy, account: AccountRecord, now: Instant): Soon | undefined {
  if (policy.later.length === 0) return undefined;
  const left = clearedForItsRoles(policy, account, now);
  return soonOf(policy, factsOf(left, policy, now), {
    now,
    within: milliseconds(SOON_WITHIN),
    vouched: vouchingOf(left, now),
  });
}

/** Values of RFC 8176, no stronger than the proofs. */
function amrOf(evidence: readonly Evidence[]): string[] {
  const words = evidence.flatMap((proof) => factorOf(proof.method)?.amr(proof) ?? []);
  const several =
    new Set(evidence.map(({ method }) => method)).size > 1 ||
    evidence.some(({ userVerified }) => userVerified === true);
  return [...new Set(several ? [...words, 'mfa'] : words)];
}
