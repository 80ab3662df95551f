import type { Decision } from '../decision/decision.ts';
import { evaluate, type Question } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import { isSaidAgain, proofsOf } from '../reach/proofs.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod } from '../strength/method.ts';
import { matchedByPasskey } from '../strength/pattern-index.ts';
import { mostAlike } from '../strength/pieces.ts';
import type { ProofDemand } from './act.ts';

/** A limit, so that one request never takes long. */
const MOST_COURSES = 256;

export interface Wanted {
  readonly factor?: EnrollableMethod | undefined;
  allows(evidence: readonly Evidence[]): boolean;
}

/**
 * Prefers a step-up that leads to the act by every proof, then by some proofs, then by the set-up of another factor.
 * @param question the session in which the act was refused
 */
export function demandLeadingOn(
  demands: readonly ProofDemand[],
  policy: Policy,
  question: Question,
  wanted: Wanted,
): ProofDemand | undefined {
  let bySome: ProofDemand | undefined;
  let bySetUp: ProofDemand | undefined;
  for (const demand of demands) {
    const ends = endsOf(demand, policy, question, wanted);
    if (ends.has('done') && ends.size === 1) return demand;
    if (ends.has('done')) bySome ??= demand;
    if (ends.has('other set-up')) bySetUp ??= demand;
  }
  return bySome ?? bySetUp;
}

type End = 'done' | 'other set-up' | 'refused';

function endsOf(demand: ProofDemand, policy: Policy, question: Question, { factor, allows }: Wanted): ReadonlySet<End> {
  const { account, evidence, now } = question;
  const proofs = unlike(policy, proofsOf(policy, account.factors)).map((proof): Evidence => ({ ...proof, at: now }));
  const ends = new Set<End>();
  const seen = new Set<string>();
  const goOn = (given: readonly number[]): void => {
    const key = [...given].sort((a, b) => a - b).join();
    if (seen.has(key)) return;
    if (seen.size === MOST_COURSES) {
      ends.add('refused');
      return;
    }
    seen.add(key);
    const shown = proofs.filter((_, place) => given.includes(place));
    const all = [...evidence, ...shown];
    const decision = evaluate(policy, { ...question, evidence: all, demand });
    if (decision.outcome !== 'factor-required') {
      ends.add(endOf(decision, factor, () => allows(all)));
      return;
    }
    const next = proofs.flatMap((proof, place) =>
      given.includes(place) || isSaidAgain(proof, shown) || !decision.accept.some((method) => method === proof.method)
        ? []
        : [place],
    );
    for (const place of next) goOn([...given, place]);
  };
  goOn([]);
  return ends;
}

function unlike(policy: Policy, proofs: readonly Evidence[]): readonly Evidence[] {
  const alike = new Map<string, number>();
  return proofs.filter((proof) => {
    if (proof.method !== 'passkey') return true;
    const kind = `${matchedByPasskey(policy.patternIndex, proof)} ${proof.userVerified}`;
    const count = (alike.get(kind) ?? 0) + 1;
    alike.set(kind, count);
    return count <= mostAlike(policy);
  });
}

function endOf(decision: Decision, factor: EnrollableMethod | undefined, isAllowed: () => boolean): End {
  switch (decision.outcome) {
    case 'granted':
      return isAllowed() ? 'done' : 'refused';
    case 'enrollment-required':
      return decision.offer.some((method) => method === factor) ? 'done' : 'other set-up';
    default:
      return 'refused';
  }
}
