import type { PasskeyProblem } from '@sallyport/browser';

/** No passkey was created. What a person can do then is another matter than where one was asked for. */
export class PasskeyNotMade extends Error {
  override readonly name = 'PasskeyNotMade';
  readonly code: PasskeyProblem['code'];

  constructor(problem: PasskeyProblem) {
    super(problem.message, { cause: problem });
    this.code = problem.code;
  }
}
