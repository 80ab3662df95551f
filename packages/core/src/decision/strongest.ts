import type { AccountFacts } from '../mandate/account-facts.ts';
import { requirementsOf } from '../mandate/requirements-of.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ALL_METHODS, methodBit } from '../strength/method.ts';
import { availablePieces, type Piece, provedPieces } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import type { BuiltInStrength } from './decision.ts';

const STRONGEST_FIRST: readonly BuiltInStrength[] = ['phishing-resistant', 'enhanced', 'baseline'];

/** The strongest built-in strength that these pieces satisfy; `single` where none of the stronger ones is. */
export function strongestBuiltIn(policy: Policy, pieces: readonly Piece[], passkeyIsPrimary: boolean): BuiltInStrength {
  const signatures = pieces.map(({ signature }) => signature);
  const reached = STRONGEST_FIRST.find((name) =>
    policy.strengths.some((strength) => strength.name === name && satisfies(strength, signatures, passkeyIsPrimary)),
  );
  return reached ?? 'single';
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
