import { type Evidence, instant, type Policy, strengthOf } from '@sallyport/core';
import type { SessionInfo } from '../api/index.ts';
import { factsOf } from '../records/facts.ts';
import type { AccountRecord, SessionRecord } from '../store/records.ts';

/** What a client may know of a session. */
export function sessionInfo(policy: Policy, session: SessionRecord, account: AccountRecord): SessionInfo {
  return {
    accountId: session.accountId,
    strength: strengthOf(policy, factsOf(account), session.evidence),
    amr: amrOf(session.evidence),
    authTime: instant(Math.max(...session.evidence.map(({ at }) => at))),
    expiresAt: instant(Math.min(session.expiresAt, session.lastSeenAt + session.idle)),
  };
}

/**
 * The methods that were used, in RFC 8176's words and no stronger than they were: a synced passkey is `swk`, `hwk` takes a verified
 * attestation, and a key of which neither is known is plain proof of possession. Codes are `otp`, whoever made them.
 */
export function amrOf(evidence: readonly Evidence[]): string[] {
  const words = evidence.flatMap(amrWords);
  const several =
    new Set(evidence.map(({ method }) => method)).size > 1 ||
    evidence.some((proof) => proof.method === 'passkey' && proof.userVerified);
  return [...new Set(several ? [...words, 'mfa'] : words)];
}

function amrWords(proof: Evidence): readonly string[] {
  switch (proof.method) {
    case 'password':
    case 'ldap':
      return ['pwd'];
    case 'passkey':
      return [proof.deviceBound ? (proof.attested ? 'hwk' : 'pop') : 'swk', 'user'];
    case 'sso':
      return proof.amr ?? [];
    case 'enrollment-code':
    case 'reset-token':
      return [];
    default:
      return ['otp'];
  }
}
