import type { AttemptRef } from '@sallyport/store';

/** An open guess is given back at the end of a step: otherwise an attacker who causes failures locks out owners. */
export class CountedGuess implements AsyncDisposable {
  readonly outcome = 'counted';
  #open: AttemptRef | undefined;
  readonly #giveBack: (guess: CountedGuess) => Promise<unknown>;

  constructor(ref: AttemptRef | undefined, giveBack: (guess: CountedGuess) => Promise<unknown>) {
    this.#open = ref;
    this.#giveBack = giveBack;
  }

  take(): AttemptRef | undefined {
    const ref = this.#open;
    this.#open = undefined;
    return ref;
  }

  keep(): void {
    this.take();
  }

  move(): CountedGuess {
    return new CountedGuess(this.take(), this.#giveBack);
  }

  async giveBack(): Promise<void> {
    if (this.#open !== undefined) await this.#giveBack(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.giveBack();
  }
}
