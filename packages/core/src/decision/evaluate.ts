import { type EnrollmentGate, enrollmentGate } from '../enrollment/enrollment.ts';
import { gateReasons } from '../enrollment/gate-reasons.ts';
import { deepFreeze } from '../policy/deep-freeze.ts';
import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation, upToDate } from '../policy/policy-in.ts';
import type { Reason } from '../policy/reason.ts';
import { requirementReasons, requirementsOf } from '../requirements/requirements-of.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Method } from '../strength/method.ts';
import { methodBit, WAY_IN_MASK } from '../strength/method.ts';
import { matchedOf } from '../strength/pieces.ts';
import { ageSince, isAfter, isYoung, recentEvidence } from '../strength/recent-evidence.ts';
import { satisfies } from '../strength/satisfies.ts';
import { strongestBuiltIn } from '../strength/strongest-built-in.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Decision, Denied, FactorRequired } from './decision.ts';
import { nextFactors } from './next-factor.ts';
import { type Gate, offeredByHelp, offeredFactors } from './offered-factors.ts';
import type { Question } from './question.ts';
import { countedEvidence, type Weighed, weigh } from './weigh.ts';

export type { Question } from './question.ts';

/**
 * Decides whether the evidence is strong enough for this account now, and if not, which proofs or set-ups are missing.
 *
 * The function first denies a blocked account. For any other account, the function weighs the question once, then tries the possible answers
 * in a fixed order; the first that applies is the decision. Pure: equal questions get equal decisions. Some reasons, such as the reasons of the
 * policy's own rules, are frozen objects that all decisions share. Other reasons, such as the reasons of a demand, are made for the decision.
 *
 * @example
 * ```ts
 * import { definePolicy, evaluate, instant } from '@sallyport/core';
 *
 * const now = instant(Date.now());
 * const decision = evaluate(definePolicy({ requiredStrength: 'enhanced' }), {
 *   account: { roles: [], factors: { password: 'independent', totp: true, passkeys: [] } },
 *   evidence: [{ method: 'password', at: now }],
 *   now,
 * });
 * if (decision.outcome === 'factor-required') console.log(decision.accept); // ['totp']
 * ```
 */
export function evaluate(inForce: Policy, question: Question): Decision {
  if (question.account.blocked === true) return denied('blocked', [ACCOUNT_BLOCKED]);
  const policy = upToDate(inForce, question.now);
  const weighed = weigh(policy, question);
  if (prefersSso(policy, question, weighed)) return redirect(policy.preferSso ?? '');

  const because = requirementReasons(weighed.requirements, weighed.account);
  if (isEnough(weighed))
    return {
      outcome: 'granted',
      strength: strongestBuiltIn(policy, weighed.proved, weighed.passkeyIsWayIn),
      because,
    };
  if (question.demand === undefined && usedForbiddenWaysInOnly(weighed))
    return denied('method-not-allowed', because.filter(isRestriction));

  because.push(...ageReasons(policy, question));
  const within = question.demand?.within;
  if (within !== undefined) because.push({ code: 'recent-proof-required', params: { within }, source: 'route' });
  const recent = ofSetUp(policy, question, weighed.evidence);
  const gate = (): Gate => gateOf(policy, question, weighed, recent);
  const offer = offeredByHelp(policy, weighed, recent, gate);
  if (offer.length > 0) return { outcome: 'enrollment-required', offer, because };
  const accept = nextFactors(policy, weighed);
  return accept === undefined
    ? towardEnrollment(policy, question, weighed, recent, gate, because)
    : factorRequired('grant', accept, because);
}

function prefersSso(
  { preferSso }: Policy,
  { account, evidence, local, demand }: Question,
  { methods }: Weighed,
): boolean {
  return (
    preferSso !== undefined &&
    evidence.length === 0 &&
    local !== true &&
    demand === undefined &&
    account.emergency !== true &&
    (methods & methodBit('sso')) !== 0
  );
}

/** Without a proved piece nothing is enough. */
function isEnough({ proved, requirements: { required }, passkeyIsWayIn }: Weighed): boolean {
  if (proved.length === 0) return false;
  const matched = matchedOf(proved);
  for (const strength of required) if (!satisfies(strength, matched, passkeyIsWayIn)) return false;
  return true;
}

function usedForbiddenWaysInOnly({ evidence, methods }: Weighed): boolean {
  let used = 0;
  for (const { method, setUpHere } of evidence) if (setUpHere !== true) used |= methodBit(method) & WAY_IN_MASK;
  return used !== 0 && (used & methods) === 0;
}

function ofSetUp(
  { recentProof }: Policy,
  { demand, now }: Question,
  evidence: readonly Evidence[],
): readonly Evidence[] {
  return demand === undefined ? evidence : recentEvidence(evidence, now, recentProof);
}

/** An organisation asks for a set-up, and does not decide what opens the set-up. */
function gateOf(policy: Policy, question: Question, { methods }: Weighed, evidence: readonly Evidence[]): Gate {
  const outside = outsideOrganisation(policy);
  if (outside === policy) return { policy, methods, evidence };
  return {
    policy: outside,
    methods: requirementsOf(outside, question.account).rule.methods,
    evidence: ofSetUp(outside, question, countedEvidence(outside, question)),
  };
}

function towardEnrollment(
  policy: Policy,
  question: Question,
  weighed: Weighed,
  evidence: readonly Evidence[],
  gateOfSetUp: () => Gate,
  because: Reason[],
): Decision {
  const { account } = weighed;
  because.push(NOTHING_ENROLLED);
  const offer = offeredFactors(policy, weighed, evidence);
  if (offer.length === 0) return denied('no-way-in', because);
  const { policy: outside, evidence: proofs, methods } = gateOfSetUp();
  const opening = isByMailedLink(question, proofs)
    ? OPEN
    : afterEarlierLevel(policy, weighed, enrollmentGate(outside, account, proofs, methods));
  if (opening.state === 'open') return { outcome: 'enrollment-required', offer, because };
  because.push(...gateReasons(outside, account, proofs, methods, opening));
  return opening.state === 'needs-vouching'
    ? denied('no-way-in', because)
    : factorRequired('enrollment', opening.accept, because);
}

/** A set-up stands for no earlier level: without this rule, a disowned thief would set up what the sign-in asks for. */
function afterEarlierLevel(policy: Policy, weighed: Weighed, gate: EnrollmentGate): EnrollmentGate {
  const { account, requirements, evidence } = weighed;
  const required = requirements.required.filter(({ name }) => name === account.afterDisowned);
  if (gate.state !== 'open' || required.length === 0) return gate;
  const ofLevel: Weighed = { ...weighed, requirements: { ...requirements, required } };
  if (isEnough(ofLevel) || evidence.some(({ method }) => method === 'enrollment-code')) return gate;
  const accept = nextFactors(policy, ofLevel);
  return accept === undefined ? { state: 'needs-vouching' } : { state: 'needs-proof', accept };
}

/** The contexts and the organisation for which a shown proof is too old. */
function ageReasons({ place }: Policy, { evidence, now }: Question): Reason[] {
  if (place === undefined) return [];
  const { rules, proofsAfter, organisation } = place;
  const reasons = rules.flatMap(({ proofsWithin: within, source }) =>
    within !== undefined && evidence.some((proof) => !isYoung(proof, now, within)) ? [tooOld(within, source)] : [],
  );
  if (proofsAfter === undefined || organisation === undefined || evidence.every((proof) => isAfter(proof, proofsAfter)))
    return reasons;
  return [...reasons, tooOld(ageSince(proofsAfter, now), { organisation: organisation.rules.id })];
}

function tooOld(within: Milliseconds, source: Reason['source']): Reason {
  return { code: 'recent-proof-required', params: { within }, source };
}

/** A link whose proofs are void opens nothing. */
function isByMailedLink({ isFirstSignIn }: Question, evidence: readonly Evidence[]): boolean {
  return (
    isFirstSignIn === true && evidence.some(({ method }) => method === 'email-code' || method === 'enrollment-code')
  );
}

function isRestriction({ code }: Reason): boolean {
  return code === 'methods-restricted';
}

const ACCOUNT_BLOCKED: Reason = deepFreeze({ code: 'account-blocked', params: {}, source: 'account' });
const OPEN: EnrollmentGate = { state: 'open' };
const NOTHING_ENROLLED: Reason = deepFreeze({ code: 'nothing-enrolled-satisfies', params: {}, source: 'account' });

function redirect(provider: string): Decision {
  return {
    outcome: 'redirect',
    provider,
    because: [{ code: 'sso-preferred', params: { provider }, source: 'tenant' }],
  };
}

function factorRequired(
  toward: FactorRequired['toward'],
  accept: readonly Method[],
  because: readonly Reason[],
): FactorRequired {
  return { outcome: 'factor-required', accept, toward, because };
}

function denied(reason: Denied['reason'], because: readonly Reason[]): Denied {
  return { outcome: 'denied', reason, because };
}
