import type { Reason } from '../policy/reason.ts';
import type { ActRefusal, ProofDemand, Refused, Verdict } from './act.ts';

export const ALLOWED: Verdict = { outcome: 'allowed' };

export function refused(reason: ActRefusal, because: readonly Reason[] = []): Refused {
  return { outcome: 'refused', reason, because };
}

export function short(demand: ProofDemand, because: readonly Reason[]): Refused {
  return { outcome: 'refused', reason: 'insufficient-strength', because, demand };
}

export function both(verdict: Verdict, next: () => Verdict): Verdict {
  return verdict.outcome === 'allowed' ? next() : verdict;
}

export function becauseOf(verdict: Verdict): readonly Reason[] {
  return verdict.outcome === 'allowed' ? [] : verdict.because;
}
