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

const machineImmediate = setImmediate;

/**
 * Runs a function in a later turn of the event loop. Fake timers of Jest and Vitest do not run it: then `auth.close()` would wait for ever for work that was
 * to run after a reply. Both runners take `@sinonjs/fake-timers`, whose functions have a `clock`.
 */
export function inLaterTurn(run: () => void): void {
  const later = 'clock' in setImmediate ? machineImmediate : setImmediate;
  later(run);
}

/** Resolves after `milliseconds`. */
export function pause(timer: Timer, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(milliseconds, resolve, true);
  });
}
