import type { Reason } from '../policy/reason.ts';
import type { ActRefusal, ProofDemand, Refused, Verdict } from './act.ts';

export const ALLOWED: Verdict = { outcome: 'allowed' };

export function refused(reason: ActRefusal, because: readonly Reason[] = []): Refused {
  return { outcome: 'refused', reason, because };
}

/** Refuses for lack of proof, with the demand of a step-up. */
export function short(demand: ProofDemand, because: readonly Reason[]): Refused {
  return { outcome: 'refused', reason: 'insufficient-strength', because, demand };
}

/** Returns the first refusal, or the answer of the second rule. */
export function both(verdict: Verdict, next: () => Verdict): Verdict {
  return verdict.outcome === 'allowed' ? next() : verdict;
}

/** The reasons of a refusal. An act that is allowed has none. */
export function becauseOf(verdict: Verdict): readonly Reason[] {
  return verdict.outcome === 'allowed' ? [] : verdict.because;
}
