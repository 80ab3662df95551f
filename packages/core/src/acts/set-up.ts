import { evaluate } from '../decision/evaluate.ts';
import { type EnrollmentGate, enrollmentGate, waysIn } from '../enrollment/enrollment.ts';
import { gateReasons } from '../enrollment/gate-reasons.ts';
import type { Policy } from '../policy/policy.ts';
import { everythingGiven } from '../reach/proofs.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, MethodMask } from '../strength/method.ts';
import { enrollablePieces } from '../strength/pieces.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { Instant } from '../time/instant.ts';
import type { ProofDemand, Verdict } from './act.ts';
import { NOBODY } from './nobody.ts';
import { byProof, ownersDemand } from './recent-proof.ts';
import { ALLOWED, refused, short } from './verdict.ts';

/** A change by the owner takes recent proof at the account's strongest level (X9). */
export function recentlyProved(
  policy: Policy,
  target: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): Verdict {
  const verdict = byProof(policy, target, evidence, now, ownersDemand(policy, target));
  // A step-up leads nowhere for an account without a way in.
  const { methods } = requirementsOf(policy, target).rule;
  return verdict.outcome === 'refused' && waysIn(target, methods).length === 0
    ? refused('no-way-in', verdict.because)
    : verdict;
}

/**
 * A set-up in a session: recent proof at the account's strongest level, and the enrollment gate is open for the recent evidence.
 *
 * A refusal demands a step-up only if the step-up asks for something, and the account can open the gate. Otherwise the refusal is `no-way-in`:
 * the same step-up would be complete again and again, and the set-up refused each time.
 */
export function setUp(policy: Policy, target: AccountFacts, evidence: readonly Evidence[], now: Instant): Verdict {
  const { methods } = requirementsOf(policy, target).rule;
  const recent = recentEvidence(evidence, now, policy.recentProof);
  const gate = enrollmentGate(policy, target, recent, methods);
  const proof = recentlyProved(policy, target, evidence, now);
  if (proof.outcome === 'allowed' && gate.state === 'open') return ALLOWED;
  const closed = closedForAll(policy, target, recent, methods);
  if (closed !== undefined)
    return refused('no-way-in', gateReasons(policy, target, closed.evidence, methods, closed.gate));
  if (proof.outcome === 'refused' || gate.state === 'open') return proof;

  const because = gateReasons(policy, target, recent, methods, gate);
  const accept = gate.state === 'needs-proof' ? { accept: gate.accept } : {};
  const demand: ProofDemand = { strengths: ['enhanced'], within: policy.recentProof };
  // A step-up that is granted already asks for nothing, and a step-up that is denied leads nowhere.
  const stepUp = evaluate(policy, { account: target, evidence, now, demand });
  return stepUp.outcome === 'factor-required'
    ? { ...short(demand, because), ...accept }
    : { ...refused('no-way-in', because), ...accept };
}

/**
 * The evidence for which the gate is still closed if the account proves everything that it has. `undefined` if the gate opens. A provider
 * says what the provider said at the last sign-in, or the best that the policy listens to if nothing is known.
 */
function closedForAll(
  policy: Policy,
  target: AccountFacts,
  recent: readonly Evidence[],
  methods: MethodMask,
): { readonly evidence: readonly Evidence[]; readonly gate: Exclude<EnrollmentGate, { state: 'open' }> } | undefined {
  let closed: ReturnType<typeof closedForAll>;
  for (const given of everythingGiven(policy, target.factors)) {
    const evidence = [...recent, ...given];
    const gate = enrollmentGate(policy, target, evidence, methods);
    if (gate.state === 'open') return undefined;
    closed ??= { evidence, gate };
  }
  return closed;
}

/** Whether the host brings this factor. An account may have the factor already: a new set-up replaces the old one. */
export function isOffered(policy: Policy, factor: EnrollableMethod): boolean {
  return enrollablePieces(policy, NOBODY).some(({ method }) => method === factor);
}
