import { BUILT_IN_STRENGTHS, type Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../requirements/account-facts.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ALL_METHODS, methodBit } from '../strength/method.ts';
import { availablePieces, type Piece, provedPieces, signaturesOf } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import type { BuiltInStrength } from './decision.ts';

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

/** The account's strongest level: the strongest built-in strength that its factors can satisfy, by the ways in it may use. */
export function strongestLevel(policy: Policy, account: AccountFacts): BuiltInStrength {
  const { methods } = requirementsOf(policy, account).rule;
  return strongestBuiltIn(
    policy,
    availablePieces(policy, account, [], methods),
    (methods & methodBit('passkey')) !== 0,
  );
}
