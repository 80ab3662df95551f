import type { PasskeyProblem } from '@sallyport/browser';

/** The advice differs from the advice after a failed sign-in by passkey. */
export class PasskeyNotMade extends Error {
  override readonly name = 'PasskeyNotMade';
  readonly code: PasskeyProblem['code'];

  constructor(problem: PasskeyProblem) {
    super(problem.message, { cause: problem });
    this.code = problem.code;
  }
}
