import type { Demand } from '../requirements/requirements-of.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Milliseconds } from '../time/duration.ts';

/** A sign-in, step-up or recovery in progress, as far as the policy is concerned. */
export interface Flow {
  /**
   * `sign-in`: ends in a new session. `step-up`: raises a session. `recover`: replaces a password first. `sign-up`: is the first sign-in of an
   * account, by the link of a sign-up or of an invitation. The account of an invitation exists before the flow.
   */
  readonly purpose: 'sign-in' | 'step-up' | 'recover' | 'sign-up';
  /** The proofs given so far. */
  readonly evidence: readonly Evidence[];
  /** For a step-up: what the session is to be raised to. */
  readonly demand?: Demand & { readonly within?: Milliseconds };
  /** `granted` is final. */
  readonly state: 'open' | 'granted';
}

/**
 * Opens a flow. Pure: the caller stores the flow. `evidence` is the session's evidence for a step-up, otherwise empty. For the scenarios of
 * `@sallyport/testing`: the engine makes the records of its flows itself.
 */
export function openFlow(purpose: Flow['purpose'], evidence: readonly Evidence[] = [], demand?: Flow['demand']): Flow {
  return { purpose, evidence, state: 'open', demand };
}
