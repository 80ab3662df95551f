import { enrollmentGate } from '../enrollment/enrollment.ts';
import { gateReasons } from '../enrollment/gate-reasons.ts';
import type { Policy } from '../policy/policy.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod } from '../strength/method.ts';
import { enrollablePieces } from '../strength/pieces.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { Instant } from '../time/instant.ts';
import type { Verdict } from './act.ts';
import { NOBODY } from './nobody.ts';
import { byProof, ownersDemand } from './recent-proof.ts';
import { ALLOWED, both, refused, short } from './verdict.ts';

/** A change by the owner takes recent proof at the account's strongest level (X9). */
export function recentlyProved(
  policy: Policy,
  target: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): Verdict {
  return byProof(policy, target, evidence, now, ownersDemand(policy, target));
}

/** A set-up in a session: recent proof at the account's strongest level, and the enrollment gate is open for the recent evidence. */
export function setUp(policy: Policy, target: AccountFacts, evidence: readonly Evidence[], now: Instant): Verdict {
  return both(recentlyProved(policy, target, evidence, now), () => {
    const { methods } = requirementsOf(policy, target).rule;
    const recent = recentEvidence(evidence, now, policy.recentProof);
    const gate = enrollmentGate(policy, target, recent, methods);
    if (gate.state === 'open') return ALLOWED;
    const because = gateReasons(policy, target, recent, methods, gate);
    if (gate.state === 'needs-vouching') return refused('no-way-in', because);
    // A step-up to `enhanced` is the flow in which the missing proof is given.
    return { ...short({ strengths: ['enhanced'], within: policy.recentProof }, because), accept: gate.accept };
  });
}

/** Whether the host brings this factor. An account may have the factor already: a new set-up replaces the old one. */
export function isOffered(policy: Policy, factor: EnrollableMethod): boolean {
  return enrollablePieces(policy, NOBODY).some(({ method }) => method === factor);
}
