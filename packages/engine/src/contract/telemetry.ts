import type { Store } from '@sallyport/store';

/**
 * Sees what the engine does, and changes nothing of it: each member answers what it was given, with somebody watching. What it is shown
 * are names, outcomes and times. `openTelemetry(api)` of `@sallyport/engine/telemetry` makes one.
 */
export interface Telemetry {
  /** The same store, with each of its verbs seen, and what is committed counted. `now` is the engine's clock. */
  store(store: Store, now: () => number): Store;
  /** The same functions, each call of which is an operation, `signIn.password`. */
  operations<Part extends object>(name: string, part: Part): Part;
  /** The same functions of a provider or a directory, each call of which is one to the host. */
  provider<Part extends object>(id: string, part: Part): Part;
  /** The same function of the host. */
  hostCall<Asked extends unknown[], Answer>(
    name: string,
    call: (...asked: Asked) => Promise<Answer>,
  ): (...asked: Asked) => Promise<Answer>;
  /** The same line before the hashing. */
  hashing<Turn extends { readonly lane: string }>(line: WaitingLine<Turn>): WaitingLine<Turn>;
  /** Answers a request of the contract, in the trace that it belongs to. */
  request<Answer extends SeenAnswer>(request: SeenRequest, answer: () => Promise<Answer>): Promise<Answer>;
  /** Works in the trace that a request belongs to. */
  carried<Answer>(headers: SeenRequest['headers'], work: () => Answer): Answer;
}

/** Runs a job when its turn has come. */
export type WaitingLine<Turn> = <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result>;

/** What is shown of a request. */
export interface SeenRequest {
  readonly method: string;
  /** The path of its route as the table has it, `/sign-in/:code`; absent if there is none. */
  readonly route?: string | undefined;
  /** Read for the trace alone (`traceparent`). */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The problem's `instance`. */
  readonly instance: () => string;
}

/** What is shown of an answer. */
export interface SeenAnswer {
  readonly status: number;
  /** The problem's code, if it is one. */
  readonly problem?: string;
}
