import type { Denied } from '../decision/decision.ts';
import type { Question } from '../decision/question.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { Grant } from './grant.ts';

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
  readonly demand?: Question['demand'];
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

/**
 * The events of a command; `evolve` applies them to the flow. The engine has separate events for its host (`onEvent`) and its
 * action log (`EventRecord`). A host that calls `decide` itself may log these events.
 */
export type FlowEvent =
  | { readonly type: 'factor-proved'; readonly evidence: Evidence }
  | { readonly type: 'factor-failed'; readonly method: Method | 'enrollment-code' }
  | { readonly type: 'factor-enrolled'; readonly factor: EnrollableMethod; readonly evidence: Evidence }
  | { readonly type: 'granted'; readonly grant: Grant }
  | { readonly type: 'denied'; readonly reason: Denied['reason'] };
