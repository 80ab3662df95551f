import type { Question } from '../decision/question.ts';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import { gateReasons } from '../enrollment/gate-reasons.ts';
import type { Policy } from '../policy/policy.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, MethodMask } from '../strength/method.ts';
import { enrollablePieces } from '../strength/pieces.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { ProofDemand, Refused, Verdict } from './act.ts';
import { byProof, meetsDemand, ownersDemand } from './demand.ts';
import { namedInPlace } from './in-place.ts';
import { demandLeadingOn } from './leads-on.ts';
import { NOBODY } from './nobody.ts';
import { ALLOWED, becauseOf, refused, short } from './verdict.ts';

export function recentlyProved(policy: Policy, question: Question): Verdict {
  const demand = ownersDemand(policy, question.account);
  const verdict = byProof(policy, question, demand);
  if (verdict.outcome === 'allowed') return verdict;
  const allows = (shown: readonly Evidence[]): boolean => meetsDemand(policy, { ...question, evidence: shown }, demand);
  const leading = demandLeadingOn([demand], policy, question, { allows });
  return leading === undefined ? refused('no-way-in', verdict.because) : verdict;
}

/**
 * A refusal demands only a step-up that leads on. Without such a step-up the refusal is `no-way-in`.
 * @param factor the factor, if the act sets one up
 */
export function setUp(policy: Policy, question: Question, factor?: EnrollableMethod): Verdict {
  const { account: target, evidence, now } = question;
  const { methods } = requirementsOf(policy, target).rule;
  const owners = ownersDemand(policy, target);
  const isOpenFor = (shown: readonly Evidence[]): boolean =>
    enrollmentGate(policy, target, recentEvidence(shown, now, policy.recentProof), methods).state === 'open';
  const proof = byProof(policy, question, owners);
  if (proof.outcome === 'allowed' && isOpenFor(evidence)) return ALLOWED;

  const demands = [owners, ...furtherDemands(policy)];
  const allows = (shown: readonly Evidence[]): boolean =>
    meetsDemand(policy, { ...question, evidence: shown }, owners) && isOpenFor(shown);
  const demand = demandLeadingOn(demands, policy, question, { factor, allows });
  if (demand === owners) return proof;
  const recent = recentEvidence(evidence, now, policy.recentProof);
  const closed = closedFor(policy, target, recent, methods);
  if (demand === undefined)
    return { ...refused('no-way-in', becauseOf(proof)), ...(closedFor(policy, target, evidence, methods) ?? closed) };
  return { ...short(namedInPlace(policy, question, demand), becauseOf(proof)), ...closed };
}

function furtherDemands({ recentProof }: Policy): readonly ProofDemand[] {
  return ['enhanced', 'phishing-resistant'].map((strength) => ({ strengths: [strength], within: recentProof }));
}

/** `undefined` also if the account has no way in: then no administrator's code helps. */
function closedFor(
  policy: Policy,
  target: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): Pick<Refused, 'because' | 'accept'> | undefined {
  const gate = enrollmentGate(policy, target, evidence, methods);
  if (gate.state === 'open') return undefined;
  const because = gateReasons(policy, target, evidence, methods, gate);
  if (gate.state === 'needs-proof') return { because, accept: gate.accept };
  return because.length === 0 ? undefined : { because };
}

/** An account may have the factor already: a new set-up replaces the old one. */
export function isOffered(policy: Policy, factor: EnrollableMethod): boolean {
  return enrollablePieces(policy, NOBODY).some(({ method }) => method === factor);
}
