/** Runs work on the same thing one after the other, in the order of the calls. Work on different things runs at the same time. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param key the thing, such as an account */
  async run<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const before = this.#last.get(key);
    const mine = (before ?? Promise.resolve()).then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
