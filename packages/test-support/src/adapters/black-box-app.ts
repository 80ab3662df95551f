import type { Sallyport } from '@sallyport/engine';
import type { HttpOptions, Parts } from '@sallyport/http';

/**
 * The app that every framework builds for the black-box suite, each in its own way:
 *
 * | route | guard | answers |
 * | --- | --- | --- |
 * | everything below `/auth` | | the contract |
 * | `GET /me` | any session | `{ account }` |
 * | `POST /payout` | `enhanced`, within 5 minutes | `{ paid: true }` |
 * | `POST /note` | any session, within 15 minutes | `{ noted: body }`, the JSON that was sent |
 * | `GET /maybe` | none | `{ account }`, which is null for nobody |
 * | `GET /begin` | none | begins a sign-in and redirects to `/sign-in` |
 * | `GET /broken` | any session | throws `new Error(BROKEN)` |
 * | `GET /` and `GET /authority` | none | `the host` |
 *
 * The host's own handler of errors answers 500 with `{ host: message }`, and tells `hostErrors`.
 */
export interface BlackBoxApp {
  readonly auth: Sallyport;
  readonly options: HttpOptions;
  /** Parts of the contract that the app leaves out. */
  readonly parts: Parts;
  /** Whether the host reads the body of every request before anything of Sallyport's runs. */
  readonly bodyParser: boolean;
  hostErrors(error: unknown): void;
}

/** Builds the app, and hands back how it is asked: a path and what `fetch` takes. */
export type BuildApp = (app: BlackBoxApp) => Promise<(path: string, init: RequestInit) => Promise<Response>>;

export const BROKEN = 'the host broke';

/** What the host's own handler of errors answers with. */
export function hostAnswer(error: unknown): { readonly host: string } {
  return { host: error instanceof Error ? error.message : 'no error' };
}
