export interface Process {
  readonly number: number;
  dead: boolean;
}

export interface Work {
  readonly id: number;
  readonly who: string;
  readonly what: string;
  readonly process: Process;
  /** Other work does not influence the drawn numbers. */
  readonly luck: number;
  readonly after?: Work;
  calls: number;
  faults: number;
}

export type Port = 'store' | 'hashing' | 'mail' | 'notifier' | 'host' | 'provider' | 'timer';

/** `fails`: before any effect. `lost`: after the effect. */
export type Fate = 'answered' | 'fails' | 'lost' | 'crashes-before' | 'crashes-after';

export interface Task {
  readonly work: Work;
  readonly nth: number;
  readonly port: Port;
  readonly verb: string;
  readonly asked: readonly unknown[];
  /** Milliseconds. Only timers set a time other than 0. */
  readonly due: number;
  /** Does not deliver the result yet. */
  take(): Promise<Taken>;
  refuse(): void;
}

export interface Taken {
  readonly came: unknown;
  readonly failed: boolean;
  deliver(): void;
}
