import type { Scheduler } from '../scheduler/scheduler.ts';

let running: (() => Scheduler) | undefined;

/** Sets the scheduler for the hashing. */
export function hashUnder(scheduler: () => Scheduler): void {
  running = scheduler;
}

/** The engine's request for a place in the queue. */
interface Turn {
  readonly queue: string;
}

/**
 * Replaces the engine's queue before the hashing. Each hash waits for a turn of the scheduler. A full queue answers *busy* and hashes nothing.
 * The queue is the port that fails, not the hashing itself: the engine treats a failed hash as a wrong password.
 */
export function fairLine(): <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result> {
  return ({ queue }, job) =>
    running === undefined ? job() : running().call('hashing', `in the queue '${queue}'`, [], job);
}
