import type { Sallyport } from '@sallyport/engine';
import type { HttpOptions, Parts } from '@sallyport/http';

/**
 * The app that every framework's adapter builds for the black-box suite:
 *
 * | route | guard | answers |
 * | --- | --- | --- |
 * | all paths below `/auth` | | the contract |
 * | `GET /me` | any session | `{ account }` |
 * | `POST /payout` | `enhanced`, within 5 minutes | `{ paid: true }` |
 * | `POST /note` | any session, within 15 minutes | `{ noted: body }`, the JSON of the request |
 * | `GET /maybe` | none | `{ account }`, null without a session |
 * | `GET /begin` | none | begins a sign-in and redirects to `/sign-in` |
 * | `GET /broken` | any session | throws `new Error(BROKEN)` |
 * | `GET` of `/place` and of all paths below | any session, by what the framework has for a whole prefix | `{ account }` |
 * | `GET /` and `GET /authority` | none | `the host` |
 *
 * The host's middleware sets `Vary: X-Host` before Sallyport runs, if the framework has middleware.
 *
 * The host's error handler calls `hostErrors` and answers 500 with `{ host: message }`.
 */
export interface BlackBoxApp {
  readonly auth: Sallyport;
  readonly options: HttpOptions;
  /** Parts of the contract that the app leaves out. */
  readonly parts: Parts;
  /** Whether the host parses the body of every request before Sallyport runs. */
  readonly bodyParser: boolean;
  hostErrors(error: unknown): void;
}

/** Builds the app. Returns a function that sends a request to the app, with a path and the options of `fetch`. */
export type BuildApp = (app: BlackBoxApp) => Promise<(path: string, init: RequestInit) => Promise<Response>>;

export const BROKEN = 'the host broke';

/** The answer of the host's error handler. */
export function hostAnswer(error: unknown): { readonly host: string } {
  return { host: error instanceof Error ? error.message : 'no error' };
}
