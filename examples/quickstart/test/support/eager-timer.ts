import type { Timer } from '@sallyport/engine';

/** The engine's pause between two runs of the background work, in milliseconds. */
const BACKGROUND = 15_000;

/** The machine's timer, with a pause of 100 ms between two runs of the background work, which seals the log. */
export const eagerTimer: Timer = {
  after(milliseconds, run, keepsAlive) {
    const timeout = setTimeout(run, milliseconds === BACKGROUND ? 100 : milliseconds);
    if (!keepsAlive) timeout.unref();
    return () => clearTimeout(timeout);
  },
};
