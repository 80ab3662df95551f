import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';

/**
 * What happened to a flow, told after it was verified: the flow decides what follows, and verifies nothing itself. The engine sends
 * `prove`, `enroll` and `ask`.
 */
export type Command =
  /** A factor was shown and proved. */
  | { readonly type: 'prove'; readonly evidence: Evidence }
  /** A factor was shown and was wrong. Of the scenarios of `@sallyport/testing`: in the engine such a proof never comes to a decision. */
  | { readonly type: 'fail'; readonly method: Method | 'enrollment-code' }
  /** A factor was set up in this flow: that is evidence in this flow. */
  | { readonly type: 'enroll'; readonly factor: EnrollableMethod; readonly evidence: Evidence }
  /** What is asked for now? */
  | { readonly type: 'ask' };
