import { enrollmentGate } from '../enrollment/enrollment.ts';
import { gateReasons } from '../enrollment/gate-reasons.ts';
import { deepFreeze } from '../policy/deep-freeze.ts';
import type { Policy } from '../policy/policy.ts';
import type { Reason } from '../policy/reason.ts';
import { type Requirements, requirementReasons, requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method, MethodMask } from '../strength/method.ts';
import { DELIVERED, isHostCode, maskOf, maskWhere, methodBit, PRIMARY_MASK } from '../strength/method.ts';
import {
  availablePieces,
  enrollablePieces,
  mergedPieces,
  type Piece,
  provedPieces,
  signaturesOf,
} from '../strength/pieces.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import { satisfies } from '../strength/satisfies.ts';
import { type Completions, completions, methodsOfSets, usefulMethods } from './completions.ts';
import type { Decision, Denied, FactorRequired } from './decision.ts';
import type { Question } from './question.ts';
import { strongestBuiltIn } from './strongest.ts';

export type { Question } from './question.ts';

/**
 * Is this strong enough, for this account, right now, and if not, what exactly would make it so?
 * Pure: the same question has the same answer, everywhere. Nothing is remembered between decisions: a policy is compiled once, and
 * each answer is worked out from its rules and belongs to the caller. Its reasons are the policy's own, and frozen.
 */
export function evaluate(policy: Policy, question: Question): Decision {
  const { account, now, demand } = question;
  if (account.blocked === true) return denied('blocked', [ACCOUNT_BLOCKED]);
  const requirements = requirementsOf(policy, account, demand);
  const { methods } = requirements.rule;
  const evidence =
    demand?.within === undefined ? question.evidence : recentEvidence(question.evidence, now, demand.within);
  if (evidence.length === 0 && prefersSso(policy, question, methods)) return redirect(policy.preferSso ?? '');

  const proved = provedPieces(policy, account, evidence, methods);
  const passkeyIsPrimary = (methods & methodBit('passkey')) !== 0;
  const because = requirementReasons(requirements, account);
  if (isEnough(requirements, proved, passkeyIsPrimary))
    return { outcome: 'granted', strength: strongestBuiltIn(policy, proved, passkeyIsPrimary), because };
  if (demand === undefined && onlyForbiddenWaysIn(evidence, methods))
    return denied(
      'method-not-allowed',
      because.filter(({ code }) => code === 'methods-restricted'),
    );
  if (demand?.within !== undefined)
    because.push({ code: 'recent-proof-required', params: { within: demand.within }, source: 'route' });
  const missing = whatIsMissing(policy, account, evidence, requirements, proved);
  if (missing.useful !== 0) return factorRequired('grant', acceptable(policy, proved, missing, methods), because);
  const recent = demand === undefined ? evidence : recentEvidence(evidence, now, policy.recentProof);
  return towardEnrollment(policy, account, recent, requirements, because);
}

/** What satisfies everything that is required. Nothing is never enough. */
function isEnough({ required }: Requirements, proved: readonly Piece[], passkeyIsPrimary: boolean): boolean {
  if (proved.length === 0) return false;
  const signatures = signaturesOf(proved);
  for (let place = 0; place < required.length; place++) {
    const strength = required[place];
    if (strength !== undefined && !satisfies(strength, signatures, passkeyIsPrimary)) return false;
  }
  return true;
}

/** A passkey that did not verify its user is asked for again only if nothing else would do. */
function whatIsMissing(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  { required, rule: { methods } }: Requirements,
  proved: readonly Piece[],
): Completions {
  const passkeyIsPrimary = (methods & methodBit('passkey')) !== 0;
  const available = availablePieces(policy, account, evidence, methods);
  if (!available.some(isAgain)) return completions(required, proved, available, passkeyIsPrimary);
  const others = available.filter((piece) => !isAgain(piece));
  const missing = completions(required, proved, others, passkeyIsPrimary);
  return missing.useful !== 0 ? missing : completions(required, proved, available, passkeyIsPrimary);
}

/** Nothing the account has can satisfy what is asked: what may be set up, or what has to be proved before it may. */
function towardEnrollment(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  requirements: Requirements,
  because: Reason[],
): Decision {
  const { methods } = requirements.rule;
  because.push(NOTHING_ENROLLED);
  const offer = offered(policy, account, evidence, requirements);
  if (offer.length === 0) return denied('no-way-in', because);
  const gate = enrollmentGate(policy, account, evidence, methods);
  if (gate.state === 'open') return { outcome: 'enrollment-required', offer, because };
  because.push(...gateReasons(policy, account, evidence, methods, gate));
  return gate.state === 'needs-vouching'
    ? denied('no-way-in', because)
    : factorRequired('enrollment', gate.accept, because);
}

/** The factors whose set-up leads to a grant, beside all that is proved and all that can still be proved. */
function offered(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  { required, rule: { methods } }: Requirements,
): EnrollableMethod[] {
  const has = mergedPieces(
    provedPieces(policy, account, evidence, methods),
    availablePieces(policy, account, evidence, methods),
  );
  const passkeyIsPrimary = (methods & methodBit('passkey')) !== 0;
  const missing = completions(required, has, enrollablePieces(policy, account), passkeyIsPrimary);
  return usefulMethods(missing, -1).filter(isEnrollable);
}

/** The useful methods that make sense now: an allowed way in comes first, and a delivered code only if nothing stronger would do. */
function acceptable(policy: Policy, proved: readonly Piece[], missing: Completions, methods: MethodMask): Method[] {
  const allowed = methods & PRIMARY_MASK;
  if (!proved.some(({ method }) => (allowed & methodBit(method)) !== 0)) return usefulMethods(missing, allowed);
  if ((missing.useful & DELIVERED) === 0 || policy.emailCodes === 'always' || !methodsOfSets(missing).some(isStronger))
    return usefulMethods(missing, -1);
  return usefulMethods(missing, ~DELIVERED);
}

/** Something that does what a delivered code would do, and is stronger. */
function isStronger(methods: readonly Method[]): boolean {
  const all = maskOf(methods);
  return (all & DELIVERED) === 0 && (all & STRONG) !== 0;
}

/** Ways in were proved, and none of them is allowed. */
function onlyForbiddenWaysIn(evidence: readonly Evidence[], methods: MethodMask): boolean {
  let used = 0;
  for (const { method } of evidence) used |= methodBit(method) & PRIMARY_MASK;
  return used !== 0 && (used & methods) === 0;
}

function prefersSso(policy: Policy, { account, local, demand }: Question, methods: MethodMask): boolean {
  return (
    policy.preferSso !== undefined &&
    local !== true &&
    demand === undefined &&
    account.emergency !== true &&
    (methods & methodBit('sso')) !== 0
  );
}

function redirect(provider: string): Decision {
  return {
    outcome: 'redirect',
    provider,
    because: [{ code: 'sso-preferred', params: { provider }, source: 'tenant' }],
  };
}

function isAgain({ again }: Piece): boolean {
  return again === true;
}

/** All that can be set up stands for a set-up here: nothing else is among the pieces. */
function isEnrollable(method: Method): method is EnrollableMethod {
  return isHostCode(method) || (ENROLLABLE & methodBit(method)) !== 0;
}

const ENROLLABLE: MethodMask = maskWhere(({ enrollable }) => enrollable);
/** More than a delivered code. */
const STRONG: MethodMask = maskWhere(({ opening }) => opening === 'strong');

const ACCOUNT_BLOCKED: Reason = deepFreeze({ code: 'account-blocked', params: {}, source: 'account' });
const NOTHING_ENROLLED: Reason = deepFreeze({ code: 'nothing-enrolled-satisfies', params: {}, source: 'account' });

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
