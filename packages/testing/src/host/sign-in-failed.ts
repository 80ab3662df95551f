import { explainReason } from '@sallyport/core';
import type { FlowAnswer, Refusal } from '@sallyport/engine';

/** A ceremony did not end in a session. The message says where it stood, and why, as an administrator reads it. */
export class SignInFailed extends Error {
  readonly code = 'sign-in-failed';
  /** What the engine refused with; absent if the person could not go on. */
  readonly refusal?: Refusal;

  constructor(who: string, what: string, answer: FlowAnswer | Refusal | undefined) {
    super([`${who}: ${what}`, ...reasonsOf(answer)].join('\n  - '));
    this.name = 'SignInFailed';
    if (answer !== undefined && 'refused' in answer) this.refusal = answer;
  }
}

function reasonsOf(answer: FlowAnswer | Refusal | undefined): string[] {
  if (answer === undefined || !('because' in answer)) return [];
  return (answer.because ?? []).map((reason) => explainReason(reason, 'administrator'));
}
