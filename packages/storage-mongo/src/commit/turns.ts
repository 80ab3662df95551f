const MOST_WAITING = 500;

/** Without a queue, changes of one process that write the same document break each other's transactions, and some lose every try. */
export class Turns {
  readonly #waiting = new Map<string, Waiting[]>();

  /**
   * An act that hangs on a frozen server does not stop the queue.
   * @param goesOn called each time an earlier act ends before its signal aborts
   */
  async take<Result>(
    key: string,
    signal: AbortSignal | undefined,
    act: () => Promise<Result>,
    goesOn: () => void = () => {},
  ): Promise<Result> {
    signal?.throwIfAborted();
    await this.#turn(key, signal, goesOn);
    const end = once(() => this.#next(key));
    signal?.addEventListener('abort', end, { once: true });
    try {
      return await act();
    } finally {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted !== true) for (const waiting of this.#waiting.get(key) ?? []) waiting.goesOn();
      end();
    }
  }

  async #turn(key: string, signal: AbortSignal | undefined, goesOn: () => void): Promise<void> {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      this.#waiting.set(key, []);
      return;
    }
    if (waiting.length >= MOST_WAITING) throw new Error('too many write at once to the same documents');
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(one), 1);
        reject(signal?.reason);
      };
      const one: Waiting = { begin, goesOn };
      waiting.push(one);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  #next(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next === undefined) this.#waiting.delete(key);
    else next.begin();
  }
}

interface Waiting {
  readonly begin: () => void;
  readonly goesOn: () => void;
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
