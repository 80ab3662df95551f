import type { Reason } from '../policy/reason.ts';
import type { ActRefusal, ProofDemand, Refused, Verdict } from './act.ts';

export const ALLOWED: Verdict = { outcome: 'allowed' };

export function refused(reason: ActRefusal, because: readonly Reason[] = []): Refused {
  return { outcome: 'refused', reason, because };
}

/** More proof is needed, or a fresher one. */
export function short(demand: ProofDemand, because: readonly Reason[]): Refused {
  return { outcome: 'refused', reason: 'insufficient-strength', because, demand };
}

/** The answer of the first rule that refuses. */
export function both(verdict: Verdict, next: () => Verdict): Verdict {
  return verdict.outcome === 'allowed' ? next() : verdict;
}
