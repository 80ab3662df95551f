import { BUILT_IN_STRENGTHS, type Policy } from '../policy/policy.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ALL_METHODS, methodBit } from '../strength/method.ts';
import { availablePieces, type Piece, provedPieces, signaturesOf } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';

/** The strongest built-in strength that these pieces satisfy; `single` if none of the stronger ones is. */
export function strongestBuiltIn(policy: Policy, pieces: readonly Piece[], passkeyIsPrimary: boolean): BuiltInStrength {
  const signatures = signaturesOf(pieces);
  for (let place = BUILT_IN_STRENGTHS.length - 1; place > 0; place--) {
    const name = BUILT_IN_STRENGTHS[place];
    const strength = policy.strengths[place];
    if (name !== undefined && strength !== undefined && satisfies(strength, signatures, passkeyIsPrimary)) return name;
  }
  return 'single';
}

/** What dated evidence amounts to, for display. */
export function strengthOf(policy: Policy, account: AccountFacts, evidence: readonly Evidence[]): BuiltInStrength {
  return strongestBuiltIn(policy, provedPieces(policy, account, evidence, ALL_METHODS), true);
}

/**
 * The account's strongest level: the strongest built-in strength that its factors can satisfy, by the ways in it may use. A provider
 * counts by what it did say: an account is never asked for a word that its provider does not say.
 */
export function strongestLevel(policy: Policy, account: AccountFacts): BuiltInStrength {
  const { methods } = requirementsOf(policy, account).rule;
  return strongestBuiltIn(
    policy,
    availablePieces(policy, account, [], methods, 'as-said'),
    (methods & methodBit('passkey')) !== 0,
  );
}

/**
 * The strength that administration takes of this account: *enhanced*, or *phishing-resistant* if that is its strongest level. The
 * check of sessions asks for it, and so does the analysis that tells who could administer.
 */
export function administrationStrength(policy: Policy, account: AccountFacts): BuiltInStrength {
  return strongestLevel(policy, account) === 'phishing-resistant' ? 'phishing-resistant' : 'enhanced';
}
