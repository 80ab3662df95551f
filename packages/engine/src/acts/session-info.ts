import { type Evidence, type Instant, instant, type Policy, strengthOf } from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import type { SessionInfo } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { factorOf } from '../factors/index.ts';

export function sessionInfo(policy: Policy, session: SessionRecord, account: AccountRecord, now: Instant): SessionInfo {
  return {
    accountId: session.accountId,
    strength: strengthOf(policy, factsOf(account, policy, now), session.evidence),
    amr: amrOf(session.evidence),
    authTime: instant(Math.max(...session.evidence.map(({ at }) => at))),
    expiresAt: instant(Math.min(session.expiresAt, session.lastSeenAt + session.idle)),
  };
}

/** Values of RFC 8176, no stronger than the proofs. */
function amrOf(evidence: readonly Evidence[]): string[] {
  const words = evidence.flatMap((proof) => factorOf(proof.method)?.amr(proof) ?? []);
  const several =
    new Set(evidence.map(({ method }) => method)).size > 1 ||
    evidence.some(({ userVerified }) => userVerified === true);
  return [...new Set(several ? [...words, 'mfa'] : words)];
}
