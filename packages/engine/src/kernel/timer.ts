/** Runs functions later. Default: the machine's timer. A test passes a timer that the test moves by hand. */
export interface Timer {
  /**
   * Runs `run` once, after `milliseconds`. Returns a function that cancels the run.
   *
   * @param keepsAlive whether the timer keeps an otherwise idle process alive
   */
  after(milliseconds: number, run: () => void, keepsAlive: boolean): () => void;
}

export const machineTimer: Timer = {
  after(milliseconds, run, keepsAlive) {
    const timeout = setTimeout(run, milliseconds);
    if (!keepsAlive) timeout.unref();
    return () => clearTimeout(timeout);
  },
};

/**
 * Runs a function in a later turn of the event loop. This is Node's `setImmediate` as of the start: fake timers of a test runner replace the global
 * one, and then `auth.close()` would wait for ever for work that was to run after a reply.
 */
export const inLaterTurn: (run: () => void) => void = setImmediate;

/** Resolves after `milliseconds`. */
export function pause(timer: Timer, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(milliseconds, resolve, true);
  });
}
