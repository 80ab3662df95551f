import { enrollmentGate } from '../enrollment/enrollment.ts';
import type { AccountFacts } from '../mandate/account-facts.ts';
import { type Demand, type Requirements, requirementReasons, requirementsOf } from '../mandate/requirements-of.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method, MethodMask } from '../strength/method.ts';
import { METHODS, methodBit, methodsOf, PRIMARY_MASK } from '../strength/method.ts';
import { availablePieces, enrollablePieces, type Piece, provedPieces } from '../strength/pieces.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { completions } from './completions.ts';
import type { Decision, Denied, FactorRequired, Reason } from './decision.ts';
import { strongestBuiltIn } from './strongest.ts';

/** Everything a decision depends on, beside the policy. */
export interface Question {
  readonly account: AccountFacts;
  /** What was proved, and when. */
  readonly evidence: readonly Evidence[];
  readonly now: Instant;
  /** What a route or a step-up asks for, instead of what a sign-in is asked for. */
  readonly demand?: Demand & { /** Only proofs at most this old count. */ readonly within?: Milliseconds };
  /** The local way in was asked for: `preferSso` does not redirect. */
  readonly local?: boolean;
}

/**
 * Is this strong enough, for this account, right now, and if not, what exactly would make it so?
 * Pure: the same question has the same answer, everywhere.
 */
export function evaluate(policy: Policy, question: Question): Decision {
  const { account, now, demand } = question;
  if (account.blocked === true) return denied('blocked', [{ code: 'account-blocked', params: {}, source: 'account' }]);
  const requirements = requirementsOf(policy, account, demand);
  const { methods } = requirements.rule;
  const evidence = demand?.within === undefined ? question.evidence : fresh(question.evidence, now, demand.within);
  if (evidence.length === 0 && prefersSso(policy, question, methods)) return redirect(policy.preferSso ?? '');

  const proved = provedPieces(policy, account, evidence, methods);
  const passkeyIsPrimary = (methods & methodBit('passkey')) !== 0;
  const missing = completions(
    requirements.required,
    proved,
    availablePieces(policy, account, evidence, methods),
    passkeyIsPrimary,
  );
  if (missing.minimal[0]?.length === 0) {
    return {
      outcome: 'granted',
      strength: strongestBuiltIn(policy, proved, passkeyIsPrimary),
      because: requirementReasons(policy, requirements),
    };
  }
  if (onlyForbiddenWaysIn(evidence, methods, demand !== undefined)) {
    return denied(
      'method-not-allowed',
      requirementReasons(policy, requirements).filter(({ code }) => code === 'methods-restricted'),
    );
  }
  const because = withRecency(requirementReasons(policy, requirements), demand?.within);
  if (missing.useful !== 0)
    return factorRequired('grant', acceptable(policy, evidence, missing.useful, missing.minimal), because);
  return towardEnrollment(
    policy,
    account,
    demand === undefined ? evidence : fresh(evidence, now, policy.recentProof),
    requirements,
    because,
  );
}

/** Nothing the account has can satisfy what is asked: what may be set up, or what has to be proved before it may. */
function towardEnrollment(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  requirements: Requirements,
  asked: readonly Reason[],
): Decision {
  const { methods } = requirements.rule;
  const because: Reason[] = [...asked, { code: 'nothing-enrolled-satisfies', params: {}, source: 'account' }];
  const offer = offered(policy, account, evidence, requirements);
  if (offer.length === 0) return denied('no-way-in', because);
  const gate = enrollmentGate(policy, account, evidence, methods);
  switch (gate.state) {
    case 'open':
      return { outcome: 'enrollment-required', offer, because };
    case 'needs-proof':
      return factorRequired('enrollment', gate.accept, [
        ...because,
        {
          code: 'enrollment-needs-proof',
          params: {},
          source: 'tenant',
          satisfiedBy: gate.accept.map((method) => [method]),
        },
      ]);
    case 'needs-vouching':
      return denied('no-way-in', [...because, { code: 'enrollment-needs-vouching', params: {}, source: 'tenant' }]);
  }
}

/** The factors whose set-up leads to a grant, beside what is proved and what can still be proved. */
function offered(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  { required, rule }: Requirements,
): EnrollableMethod[] {
  const proved = provedPieces(policy, account, evidence, rule.methods);
  const available: Piece[] = [
    ...enrollablePieces(policy, account),
    ...availablePieces(policy, account, evidence, rule.methods),
  ];
  const { useful } = completions(required, proved, available, (rule.methods & methodBit('passkey')) !== 0);
  const enrollable: readonly EnrollableMethod[] = ['passkey', 'totp'];
  return enrollable.filter(
    (method) => (useful & methodBit(method)) !== 0 && !(method === 'totp' && account.factors.totp === true),
  );
}

/** The useful methods that make sense now: a way in comes first, and an email code only where nothing stronger would do. */
function acceptable(
  policy: Policy,
  evidence: readonly Evidence[],
  useful: MethodMask,
  minimal: readonly (readonly Method[])[],
): Method[] {
  const begun = evidence.some(({ method }) => isPrimary(method));
  let mask = begun ? useful : useful & PRIMARY_MASK;
  if (
    policy.emailCodes === 'when-nothing-stronger' &&
    minimal.some((set) => !set.includes('email-code') && begun && set.some((method) => method !== 'backup-code'))
  ) {
    mask &= ~methodBit('email-code');
  }
  // A passkey that did not verify its user is asked for again only where nothing else would do.
  const again = evidence.some(({ method }) => method === 'passkey') ? mask & ~methodBit('passkey') : mask;
  return methodsOf(again === 0 ? mask : again);
}

/** Before anything is proved, answers do not depend on the account: the ways in that the tenant has. */
export function openingMethods(policy: Policy, configured: readonly Method[]): Method[] {
  return METHODS.filter(
    (method) => isPrimary(method) && configured.includes(method) && (policy.tenant.methods & methodBit(method)) !== 0,
  );
}

function onlyForbiddenWaysIn(evidence: readonly Evidence[], methods: MethodMask, raising: boolean): boolean {
  const used = evidence.filter(({ method }) => isPrimary(method));
  return !raising && used.length > 0 && used.every(({ method }) => (methods & methodBit(method as Method)) === 0);
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

function withRecency(reasons: Reason[], within: Milliseconds | undefined): Reason[] {
  return within === undefined
    ? reasons
    : [...reasons, { code: 'recent-proof-required', params: { within }, source: 'route' }];
}

function fresh(evidence: readonly Evidence[], now: Instant, within: Milliseconds): readonly Evidence[] {
  return evidence.filter(({ at }) => now - at <= within);
}

function isPrimary(method: Evidence['method']): boolean {
  return method === 'passkey' || method === 'password' || method === 'ldap' || method === 'sso';
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
