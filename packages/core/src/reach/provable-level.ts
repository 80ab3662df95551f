import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { methodBit } from '../strength/method.ts';
import { provedPieces } from '../strength/pieces.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import { isAbove, strongestBuiltIn } from '../strength/strongest-built-in.ts';
import { everythingGiven } from './proofs.ts';
import { asSaid } from './reach.ts';

/**
 * The strongest built-in strength that the account can prove at a sign-in outside every place. A provider counts by the assertions that it made, and a
 * password that was set through the mailbox counts as such: unlike `strongestLevel`, the function promises that the account can give the level.
 */
export function provableLevel(inForce: Policy, account: AccountFacts): BuiltInStrength {
  const policy = anywhere(inForce);
  const factors = asSaid(account.factors);
  const { methods } = requirementsOf(policy, account).rule;
  const isPasskeyWayIn = (methods & methodBit('passkey')) !== 0;
  return everythingGiven(policy, factors)
    .map((given) => strongestBuiltIn(policy, provedPieces(policy, account, given, methods), isPasskeyWayIn))
    .reduce<BuiltInStrength>((level, one) => (isAbove(one, level) ? one : level), 'single');
}

/** The level that the account had before, as far as the account can prove it still. */
export function levelFromBefore(policy: Policy, before: AccountFacts, account: AccountFacts): BuiltInStrength {
  const [then, now] = [provableLevel(policy, before), provableLevel(policy, account)];
  return isAbove(then, now) ? now : then;
}
