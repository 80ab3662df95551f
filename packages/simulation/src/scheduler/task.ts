/** A process of the host. A crash ends all of its requests at once. */
export interface Process {
  readonly number: number;
  dead: boolean;
}

/** The work of a request, or background work of the engine after a request. */
export interface Work {
  readonly id: number;
  /** The client, by its name in a story. */
  readonly who: string;
  /** The name of the operation. */
  readonly what: string;
  readonly process: Process;
  /** The seed for the turns of the work's calls. Other work does not influence the drawn numbers. */
  readonly luck: number;
  /** For background work: the request that caused the work. */
  readonly after?: Work;
  /** The number of calls so far. */
  calls: number;
  /** The number of failed or lost calls of the store. */
  faults: number;
}

export type Port = 'store' | 'hashing' | 'mail' | 'notifier' | 'host' | 'provider' | 'timer';

/** The outcome of a call: answered, failed before any effect, answer lost after the effect, or the process died before or after the effect. */
export type Fate = 'answered' | 'fails' | 'lost' | 'crashes-before' | 'crashes-after';

/** A call of a port that waits for its turn. */
export interface Task {
  readonly work: Work;
  /** The number of the call within its work, from 1. */
  readonly nth: number;
  readonly port: Port;
  readonly verb: string;
  readonly asked: readonly unknown[];
  /** The call has no turn before this time, in milliseconds. Only timers set a time other than 0. */
  readonly due: number;
  /** Runs the call. Does not deliver the result yet. */
  take(): Promise<Taken>;
  /** Rejects with a fault, without running the call. */
  refuse(): void;
}

/** The result of a call before its delivery. */
export interface Taken {
  readonly came: unknown;
  readonly failed: boolean;
  deliver(): void;
}
