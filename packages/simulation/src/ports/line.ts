import type { Scheduler } from '../scheduler/scheduler.ts';

let running: (() => Scheduler) | undefined;

/** Says whose hashing this is. */
export function hashUnder(scheduler: () => Scheduler): void {
  running = scheduler;
}

/** For whom something is hashed, as the engine says it. */
interface Turn {
  readonly lane: string;
}

/**
 * Stands in for the engine's line before the hashing: whatever is hashed waits for its turn, and where the line is full the answer is
 * *busy* and nothing is hashed. It is here and not under the hashing itself that a call fails: what fails there is a wrong password.
 */
export function fairLine(): <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result> {
  return ({ lane }, job) =>
    running === undefined ? job() : running().call('hashing', `in the lane '${lane}'`, [], job);
}
