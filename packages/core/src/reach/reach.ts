import type { Decision } from '../decision/decision.ts';
import { evaluate } from '../decision/evaluate.ts';
import { administrationStrength } from '../decision/strongest.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import type { Reason } from '../policy/reason.ts';
import { mayHaveFirstPassword } from '../requirements/may-use.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import { assertionsBy } from '../strength/account-factors.ts';
import type { AccountFactors, AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type EnrollableMethod, type MethodMask, methodBit, ONLY_WAYS_IN, WAY_IN_MASK } from '../strength/method.ts';
import { AT, everythingGiven } from './proofs.ts';
import { accountsToCome, withoutLinksToCome } from './would-link.ts';

/**
 * The effect of a policy on an account: the account signs in with its factors, has to set up a factor, or cannot sign in
 * alone.
 */
export interface Reach {
  /** `unaffected`: signs in. `must-enroll`: has to set up a factor. `stranded`: needs an administrator. */
  readonly impact: 'unaffected' | 'must-enroll' | 'stranded';
  /** The reasons of the best decision. */
  readonly because: readonly Reason[];
  /** For `must-enroll`: the methods of which the account sets up one. Empty: an invited account sets up a password, or a provider has to assert more. */
  readonly offer?: readonly EnrollableMethod[];
}

/**
 * How an administrator vouches for an account: not at all, with a valid enrollment code, or with the link of an open invitation. The link also opens
 * the set-up of every factor, and of a password. `by-sign-up`: nobody vouches, and the owner of the mailbox may go on with a sign-up, and set a password.
 */
export type Vouching = boolean | 'by-invitation' | 'by-sign-up';

/**
 * Finds the effect of a policy on an account from all proofs that the account can give. A provider asserts the same as at the
 * last sign-in, or as at an earlier one within `providerStrengthWithin`; if unknown, the best assertion under the policy's patterns. A provider that
 * would link the account by its address counts if the account has no other way in. A block of the
 * account is ignored, because a
 * block does not come from the policy.
 *
 * @param vouched how an administrator vouches for the account now
 */
export function reachOf(inForce: Policy, account: AccountFacts, vouched: Vouching = false): Reach {
  // The person can come in from where less is asked.
  const policy = anywhere(inForce);
  const reach = reachAlone(policy, account, vouched);
  return reach.impact === 'stranded' && account.linkable !== undefined
    ? reachByLink(policy, account, vouched, reach)
    : reach;
}

/**
 * A provider that links the account at the next sign-in has asserted nothing yet: a strong assertion keeps the account from being stranded, and does
 * not make it meet the policy. In the sign-in of a mailed link no provider links an account.
 */
function reachByLink(policy: Policy, account: AccountFacts, vouched: Vouching, alone: Reach): Reach {
  const reachesIf = (says: 'nothing' | 'the-best'): readonly Reach[] =>
    accountsToCome(policy, account, says).map((one) => reachAlone(policy, one, vouched === true));
  const reaches = reachesIf('nothing');
  const best =
    reaches.find(({ impact }) => impact === 'unaffected') ?? reaches.find(({ impact }) => impact === 'must-enroll');
  if (best !== undefined) return best;
  const couldCome = reachesIf('the-best').some(({ impact }) => impact !== 'stranded');
  return couldCome ? { impact: 'must-enroll', because: alone.because, offer: [] } : alone;
}

function reachAlone(policy: Policy, account: AccountFacts, vouched: Vouching): Reach {
  const isVouched = vouched === true || vouched === 'by-invitation';
  const reach = reachWith(policy, account, isVouched);
  if (vouched === true || vouched === false || reach.impact !== 'stranded') return reach;
  const { factors } = account;
  const withPassword: AccountFacts = { ...account, factors: { ...factors, password: 'independent' } };
  for (const invited of mayHaveFirstPassword(policy, account) ? [account, withPassword] : [account]) {
    const { impact, because, offer = [] } = reachByMailedLink(policy, invited, isVouched);
    if (impact !== 'stranded') return { impact: 'must-enroll', because, offer };
  }
  return reach;
}

function reachWith(policy: Policy, account: AccountFacts, vouched: boolean): Reach {
  const facts = { ...account, blocked: false };
  return bestReach(policy, account, (given) =>
    evaluate(policy, { account: facts, evidence: withCode(given, vouched), now: AT, local: true }),
  );
}

function reachByMailedLink(policy: Policy, account: AccountFacts, vouched: boolean): Reach {
  const facts = { ...account, blocked: false };
  const { methods } = requirementsOf(policy, facts).rule;
  return bestReach(policy, account, (given) => {
    const evidence = withCode(withoutForbidden(given, methods), vouched);
    return evaluate(policy, { account: facts, evidence, now: AT, local: true, isFirstSignIn: true });
  });
}

/** A passkey beside an allowed way in is a second factor. */
function withoutForbidden(given: readonly Evidence[], methods: MethodMask): readonly Evidence[] {
  const hasWayIn = given.some(({ method }) => (methodBit(method) & methods & WAY_IN_MASK) !== 0);
  const left = (hasWayIn ? ONLY_WAYS_IN : WAY_IN_MASK) & ~methods;
  return given.filter(({ method }) => (methodBit(method) & left) === 0);
}

function withCode(given: readonly Evidence[], vouched: boolean): readonly Evidence[] {
  return vouched ? [...given, { method: 'enrollment-code', at: AT }] : given;
}

export function bestReach(
  policy: Policy,
  { factors }: AccountFacts,
  decisionOn: (given: readonly Evidence[]) => Decision,
): Reach {
  let best: Decision | undefined;
  for (const given of everythingGiven(policy, factors)) {
    const decision = decisionOn(given);
    if (decision.outcome === 'granted') return { impact: 'unaffected', because: decision.because };
    if (best === undefined || decision.outcome === 'enrollment-required') best = decision;
  }
  return best?.outcome === 'enrollment-required'
    ? { impact: 'must-enroll', because: best.because, offer: best.offer }
    : { impact: 'stranded', because: best?.because ?? [] };
}

/**
 * Whether an account could sign in and satisfy the strength for administration, at once or after an enrollment without help.
 * Provider assertions count only if the provider made them before, and no link that a sign-in would make. A valid enrollment code does not count, because another
 * person may hold the code and the code expires within a day.
 *
 * @param impactOf the effect of this policy on an account without an enrollment code
 */
export function couldAdminister(
  policy: Policy,
  account: AccountFacts,
  impactOf: (account: AccountFacts) => Reach['impact'],
): boolean {
  const known = { ...withoutLinksToCome(account), factors: asSaid(account.factors) };
  const requiredStrength = administrationStrength(policy, known);
  return impactOf(known) !== 'stranded' && impactOf({ ...known, requiredStrength }) !== 'stranded';
}

/** A provider that asserted nothing yet will assert nothing. */
export function asSaid(factors: AccountFactors): AccountFactors {
  const { sso = [] } = factors;
  if (sso.length === 0) return factors;
  const silent = sso.filter((provider) => assertionsBy(factors, provider).length === 0);
  return { ...factors, said: { ...factors.said, ...Object.fromEntries(silent.map((provider) => [provider, {}])) } };
}
