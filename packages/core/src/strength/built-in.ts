import type { BuiltInStrength } from '../decision/decision.ts';
import type { Combination, EvidencePattern, StrengthDefinition } from './pattern.ts';

/**
 * The four built-in strengths as sets of combinations, without what a policy trusts its providers for:
 * that is added when the policy is compiled.
 */
export const BUILT_IN: Readonly<Record<BuiltInStrength, StrengthDefinition>> = {
  single: { anyOf: [[{ method: 'passkey' }], [{ method: 'password' }], [{ method: 'ldap' }], [{ method: 'sso' }]] },
  baseline: { anyOf: [...passkeyAlone(), ...primaryWith(['passkey', 'totp', 'email-code', 'backup-code'])] },
  enhanced: { anyOf: [...passkeyAlone(), ...primaryWith(['passkey', 'totp', 'backup-code'])] },
  'phishing-resistant': { anyOf: [...passkeyAlone(), ...primaryWith(['passkey'])] },
};

/** A passkey that verified its user is two factors in one (NIST SP 800-63B-4 §3.1.7). */
function passkeyAlone(): Combination[] {
  return [[{ method: 'passkey', userVerified: true }]];
}

function primaryWith(seconds: readonly EvidencePattern['method'][]): Combination[] {
  const primaries: readonly EvidencePattern['method'][] = ['password', 'ldap', 'sso'];
  return primaries.flatMap((primary) =>
    seconds.map((second): Combination => [{ method: primary }, { method: second }]),
  );
}
