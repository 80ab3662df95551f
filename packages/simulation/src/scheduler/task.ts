/** A process of the host: it answers requests, and dies whole. */
export interface Process {
  readonly number: number;
  dead: boolean;
}

/** A thread of work: a request that somebody made, or what the engine does by itself after one. */
export interface Work {
  readonly id: number;
  /** Who makes the request, as the story names them. */
  readonly who: string;
  /** What they ask for. */
  readonly what: string;
  readonly process: Process;
  /** Decides when its calls have their turn: the same number, the same luck, whatever else happens. */
  readonly luck: number;
  /** The request this follows from, where the engine works by itself. */
  readonly after?: Work;
  /** How many calls it has made. */
  calls: number;
  /** How many of its calls of the store went wrong. */
  faults: number;
}

export type Port = 'store' | 'hashing' | 'mail' | 'notifier' | 'host' | 'provider' | 'timer';

/** What becomes of a call: it is answered, it fails before it did anything, its answer is lost, or its process dies with it. */
export type Fate = 'answered' | 'fails' | 'lost' | 'crashes-before' | 'crashes-after';

/** A call of a port that waits for its turn. */
export interface Task {
  readonly work: Work;
  /** Which call of its work this is, from 1. */
  readonly nth: number;
  readonly port: Port;
  readonly verb: string;
  readonly asked: readonly unknown[];
  /** Not before this instant; a timer's. */
  readonly due: number;
  /** Does what was asked. What comes of it is not delivered yet. */
  take(): Promise<Taken>;
  /** Answers with a fault, without doing anything. */
  refuse(): void;
}

/** What came of a call, on its way to whoever asked. */
export interface Taken {
  readonly came: unknown;
  readonly failed: boolean;
  deliver(): void;
}
