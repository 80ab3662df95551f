import type { AttemptRef } from '@sallyport/store';

/**
 * A guess that the store counted. A guess ends once: a commit gives the guess back or judges the guess, also in a conflict, or the guess stays counted.
 * A guess that is open at the end of the step is given back: a queue was full, or the host or a provider did not answer. Otherwise an attacker who causes
 * such failures locks out owners who know their passwords.
 */
export class CountedGuess implements AsyncDisposable {
  readonly outcome = 'counted';
  #open: AttemptRef | undefined;
  readonly #giveBack: (guess: CountedGuess) => Promise<unknown>;

  /** @param giveBack commits the guess alone */
  constructor(ref: AttemptRef | undefined, giveBack: (guess: CountedGuess) => Promise<unknown>) {
    this.#open = ref;
    this.#giveBack = giveBack;
  }

  /** Returns the attempt for the commit that ends it. `undefined` if the guess has ended. */
  take(): AttemptRef | undefined {
    const ref = this.#open;
    this.#open = undefined;
    return ref;
  }

  /** The guess stays counted, as a mail that was sent. */
  keep(): void {
    this.take();
  }

  /** Returns the guess for a longer scope, and ends this one. */
  move(): CountedGuess {
    return new CountedGuess(this.take(), this.#giveBack);
  }

  /** Gives the guess back now, if it has not ended. */
  async giveBack(): Promise<void> {
    if (this.#open !== undefined) await this.#giveBack(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.giveBack();
  }
}
