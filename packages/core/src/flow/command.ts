import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';

/**
 * A verified input to a flow; `decide` answers with the flow's events. `decide` verifies no proof: the caller has verified the proof. The engine sends `prove`, `enroll` and
 * `ask`.
 */
export type Command =
  /** A person proved a factor. */
  | { readonly type: 'prove'; readonly evidence: Evidence }
  /**
   * A proof was wrong. Only the scenarios of `@sallyport/testing` send `fail`: in the engine a wrong proof leads to no
   * decision.
   */
  | { readonly type: 'fail'; readonly method: Method | 'enrollment-code' }
  /** A person set up a factor in this flow. The set-up is evidence in this flow. */
  | { readonly type: 'enroll'; readonly factor: EnrollableMethod; readonly evidence: Evidence }
  /** Asks for the current decision, without a new proof. */
  | { readonly type: 'ask' };
