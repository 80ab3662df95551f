import type { Demand } from '../requirements/requirements-of.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Milliseconds } from '../time/duration.ts';

/** A sign-in, step-up or recovery in progress, as far as the policy is concerned. */
export interface Flow {
  readonly purpose: 'sign-in' | 'step-up' | 'recover';
  /** The proofs given so far. */
  readonly evidence: readonly Evidence[];
  /** For a step-up: what the session is to be raised to. */
  readonly demand?: Demand & { readonly within?: Milliseconds };
  /** `granted` is final. */
  readonly state: 'open' | 'granted';
}

export function openFlow(purpose: Flow['purpose'], evidence: readonly Evidence[] = [], demand?: Flow['demand']): Flow {
  return { purpose, evidence, state: 'open', demand };
}
