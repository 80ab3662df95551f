/** Runs things later. The machine's own by default; a test brings one that it moves by hand. */
export interface Timer {
  /**
   * Runs `run` once, after so many milliseconds. What it answers takes that back.
   *
   * @param keepsAlive whether a process that has nothing else to do waits for it
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

/** Waits so long. */
export function pause(timer: Timer, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(milliseconds, resolve, true);
  });
}
