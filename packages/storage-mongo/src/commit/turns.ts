/** So many wait for one document, and no more. */
const MOST_WAITING = 500;

/**
 * Lets one at a time through for each key, in the order in which they came. Changes of one process that write the same document would
 * otherwise break each other's transactions, and some of them would lose every try.
 */
export class Turns {
  /** By the keys that somebody is at: who waits. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /**
   * Waits for the turn of `key`, then acts. The turn ends with the act, or with the signal if that comes first: an act that a frozen
   * server keeps from ending keeps nobody else.
   *
   * @throws the signal's reason if it comes before the turn does; Error if too many wait already
   */
  async take<Result>(key: string, signal: AbortSignal | undefined, act: () => Promise<Result>): Promise<Result> {
    signal?.throwIfAborted();
    await this.#turn(key, signal);
    const end = once(() => this.#next(key));
    signal?.addEventListener('abort', end, { once: true });
    try {
      return await act();
    } finally {
      signal?.removeEventListener('abort', end);
      end();
    }
  }

  async #turn(key: string, signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      this.#waiting.set(key, []);
      return;
    }
    if (waiting.length >= MOST_WAITING) throw new Error('too many write at once what this writes');
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal?.reason);
      };
      waiting.push(begin);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  #next(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next === undefined) this.#waiting.delete(key);
    else next();
  }
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
