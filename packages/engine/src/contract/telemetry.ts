import type { Store } from '@sallyport/store';

/**
 * Observes the engine and changes nothing. Each member returns its argument with observation added. Telemetry receives names, outcomes
 * and times. `openTelemetry(api)` of `@sallyport/engine/telemetry` makes a `Telemetry`.
 */
export interface Telemetry {
  /** Returns a store that reports each verb, and counts committed events. `now` is the engine's clock. */
  store(store: Store, now: () => number): Store;
  /** Returns functions that report each call as an operation such as `signIn.password`. */
  operations<Part extends object>(name: string, part: Part): Part;
  /** Returns a provider or directory that reports each call as a call to the host. */
  provider<Part extends object>(id: string, part: Part): Part;
  /** Returns a function of the host that reports each call. */
  hostCall<Asked extends unknown[], Answer>(
    name: string,
    call: (...asked: Asked) => Promise<Answer>,
  ): (...asked: Asked) => Promise<Answer>;
  /** Returns a hashing queue that reports each wait. */
  hashing<Turn extends { readonly queue: string }>(line: WaitingLine<Turn>): WaitingLine<Turn>;
  /** Answers a request of the contract inside the request's trace. */
  request<Answer extends SeenAnswer>(request: SeenRequest, answer: () => Promise<Answer>): Promise<Answer>;
  /** Runs work inside the trace of a request. */
  carried<Answer>(headers: SeenRequest['headers'], work: () => Answer): Answer;
}

/** Runs a job when its turn comes. */
export type WaitingLine<Turn> = <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result>;

/** The members of a request that telemetry receives. */
export interface SeenRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path of the route as in the table, `/sign-in/:code`. Absent if no route matches. */
  readonly route?: string | undefined;
  /** Read for the trace alone (`traceparent`). */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The problem's `instance`. */
  readonly instance: () => string;
}

/** The members of an answer that telemetry receives. */
export interface SeenAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** The problem's code, if the answer is a problem. */
  readonly problem?: string;
}
