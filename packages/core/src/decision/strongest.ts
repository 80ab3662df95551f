import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ALL_METHODS, type MethodMask, methodBit } from '../strength/method.ts';
import { availablePieces, matchedOf, type Piece, provedPieces } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import { strongestBuiltIn } from '../strength/strongest-built-in.ts';

/** The strongest built-in strength that evidence satisfies, with every way in allowed. The age of the evidence is ignored. */
export function strengthOf(policy: Policy, account: AccountFacts, evidence: readonly Evidence[]): BuiltInStrength {
  return strongestBuiltIn(policy, provedPieces(policy, account, evidence, ALL_METHODS), true);
}

/**
 * The account's strongest level: the strongest built-in strength that its factors can satisfy by the allowed ways in. A
 * provider counts by its last assertion, and by the earlier ones within `providerStrengthWithin`: an account is never asked for an assertion that
 * the provider never made, and a sign-in with a weaker assertion does not lower the level. A password counts as independent of the mailbox, so that a
 * recovery by mail does not lower the level either.
 */
export function strongestLevel(inForce: Policy, account: AccountFacts): BuiltInStrength {
  // A context that allows fewer ways in must not lower the demand of the owner's acts.
  const policy = anywhere(inForce);
  const { methods } = requirementsOf(policy, account).rule;
  return strongestBuiltIn(policy, piecesOf(policy, account, methods), isPasskeyWayIn(methods));
}

/** True if the account's factors can satisfy every strength that the account requires at a sign-in. Counts as {@link strongestLevel} does. */
export function reachesRequired(inForce: Policy, account: AccountFacts): boolean {
  const policy = anywhere(inForce);
  const { rule, required } = requirementsOf(policy, account);
  const matched = matchedOf(piecesOf(policy, account, rule.methods));
  return required.every((strength) => satisfies(strength, matched, isPasskeyWayIn(rule.methods)));
}

function piecesOf(policy: Policy, account: AccountFacts, methods: MethodMask): readonly Piece[] {
  return availablePieces(policy, withIndependentPassword(account), [], methods, 'as-said');
}

function isPasskeyWayIn(methods: MethodMask): boolean {
  return (methods & methodBit('passkey')) !== 0;
}

function withIndependentPassword(account: AccountFacts): AccountFacts {
  const { factors } = account;
  return factors.password === 'mailbox' ? { ...account, factors: { ...factors, password: 'independent' } } : account;
}

/**
 * The strength an account needs to administer: *phishing-resistant* for an account with that strongest level, otherwise
 * *enhanced*. The session check and the analysis of possible administrators both call this function.
 */
export function administrationStrength(policy: Policy, account: AccountFacts): BuiltInStrength {
  return strongestLevel(policy, account) === 'phishing-resistant' ? 'phishing-resistant' : 'enhanced';
}
