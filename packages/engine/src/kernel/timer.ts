/** Runs functions later. Default: the machine's timer. A test passes a timer that the test moves by hand. */
export interface Timer {
  /**
   * Runs `run` once, after `milliseconds`. Returns a function that cancels the run.
   *
   * @param keepsAlive whether the timer keeps an otherwise idle process alive
   */
  after(milliseconds: number, run: () => void, keepsAlive: boolean): () => void;
  /** Milliseconds of a clock that never goes back, and goes as `after` counts. Default: `performance.now()`. */
  now?(): number;
}

export const machineTimer: Timer = {
  after(milliseconds, run, keepsAlive) {
    const timeout = setTimeout(run, milliseconds);
    if (!keepsAlive) timeout.unref();
    return () => clearTimeout(timeout);
  },
};

export function pause(timer: Timer, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(milliseconds, resolve, true);
  });
}
