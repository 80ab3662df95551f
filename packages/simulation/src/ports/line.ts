import type { Scheduler } from '../scheduler/scheduler.ts';

let running: (() => Scheduler) | undefined;

export function hashUnder(scheduler: () => Scheduler): void {
  running = scheduler;
}

interface Turn {
  readonly queue: string;
}

/** The queue fails, not the hashing itself: the engine treats a failed hash as a wrong password. */
export function fairLine(): <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result> {
  return ({ queue }, job) =>
    running === undefined ? job() : running().call('hashing', `in the queue '${queue}'`, [], job);
}
