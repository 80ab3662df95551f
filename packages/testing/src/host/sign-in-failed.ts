import { explainReason } from '@sallyport/core';
import type { FlowAnswer, Refusal } from '@sallyport/engine';

/** Thrown if a ceremony does not end in a session. The message contains the last state and the reason, as an administrator reads them. */
export class SignInFailed extends Error {
  /** Always `sign-in-failed`. */
  readonly code = 'sign-in-failed';
  /** The engine's refusal. Absent if the person could not continue. */
  readonly refusal?: Refusal;
  /** True if the host does not know the account: `resolveSubject` returned `undefined`. The refusal itself does not tell. */
  readonly unknownToHost: boolean;

  constructor(who: string, what: string, answer: FlowAnswer | Refusal | undefined, unknownToHost = false) {
    super([`${who}: ${what}`, ...reasonsOf(answer)].join('\n  - '));
    this.name = 'SignInFailed';
    this.unknownToHost = unknownToHost;
    if (answer !== undefined && 'refused' in answer) this.refusal = answer;
  }
}

function reasonsOf(answer: FlowAnswer | Refusal | undefined): string[] {
  if (answer === undefined || !('because' in answer)) return [];
  return (answer.because ?? []).map((reason) => explainReason(reason, 'administrator'));
}
