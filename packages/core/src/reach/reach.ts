import type { Decision } from '../decision/decision.ts';
import { evaluate } from '../decision/evaluate.ts';
import { administrationStrength } from '../decision/strongest.ts';
import type { Policy } from '../policy/policy.ts';
import type { Reason } from '../policy/reason.ts';
import { saidBy } from '../strength/account-factors.ts';
import type { AccountFactors, AccountFacts } from '../strength/account-facts.ts';
import { AT, everythingGiven } from './proofs.ts';

/** How an account fares under a policy: it passes with what it has, has to set something up, or cannot get in by itself. */
export interface Reach {
  readonly impact: 'unaffected' | 'must-enroll' | 'stranded';
  readonly because: readonly Reason[];
}

/**
 * What a policy means for an account, found by giving everything it can give. A provider says what it said at the last sign-in; a
 * provider of which nothing is known says the best that the policy listens to. A block is left aside: it is not the policy's doing.
 *
 * @param vouched an administrator's enrollment code is out for this account
 */
export function reachOf(policy: Policy, account: AccountFacts, vouched = false): Reach {
  const facts = { ...account, blocked: false };
  let best: Decision | undefined;
  for (const given of everythingGiven(policy, account.factors)) {
    const evidence = vouched ? [...given, { method: 'enrollment-code', at: AT } as const] : given;
    const decision = evaluate(policy, { account: facts, evidence, now: AT, local: true });
    if (decision.outcome === 'granted') return { impact: 'unaffected', because: decision.because };
    if (best === undefined || decision.outcome === 'enrollment-required') best = decision;
  }
  return {
    impact: best?.outcome === 'enrollment-required' ? 'must-enroll' : 'stranded',
    because: best?.because ?? [],
  };
}

/**
 * Whether an account could administer: sign in, and prove what administration takes, at once or after enrolling by itself. A word
 * that its provider never said does not count. An enrollment code that is out does not count either: somebody else may hold it, and it
 * ends within a day.
 *
 * @param impactOf how an account fares under this policy that nobody vouched for
 */
export function couldAdminister(
  policy: Policy,
  account: AccountFacts,
  impactOf: (account: AccountFacts) => Reach['impact'],
): boolean {
  const known = { ...account, factors: asSaid(account.factors) };
  const requiredStrength = administrationStrength(policy, known);
  return impactOf(known) !== 'stranded' && impactOf({ ...known, requiredStrength }) !== 'stranded';
}

/** The same factors, where a provider of which nothing is known said nothing. */
function asSaid(factors: AccountFactors): AccountFactors {
  const { sso = [] } = factors;
  if (sso.length === 0) return factors;
  return { ...factors, said: Object.fromEntries(sso.map((provider) => [provider, saidBy(factors, provider) ?? {}])) };
}
