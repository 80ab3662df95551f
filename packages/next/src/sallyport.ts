import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type DemandOptions,
  type FetchHandlerOptions,
  type FetchSallyport,
  fetchSallyport,
  hostGuard,
  type Refused,
} from '@sallyport/http';
import { fromHeaders } from './request.ts';

/** `basePath` is the whole prefix as a browser sees it, with the `basePath` of `next.config` if there is one. */
export interface NextOptions extends Omit<FetchHandlerOptions, 'basePath'> {
  /** Where the route handlers are; by default `/auth`, for `app/auth/[...sallyport]/route.ts`. */
  readonly basePath?: string | undefined;
}

type RouteHandler = (request: Request) => Promise<Response>;

/** What a `route.ts` exports. Next answers `HEAD` by `GET`; `OPTIONS` is what a trusted page of another origin asks first. */
export interface RouteHandlers {
  readonly GET: RouteHandler;
  readonly POST: RouteHandler;
  readonly PUT: RouteHandler;
  readonly PATCH: RouteHandler;
  readonly DELETE: RouteHandler;
  readonly OPTIONS: RouteHandler;
}

/** The session that satisfies a demand, or why there is none: `no-session` to sign in, `insufficient-strength` to step up. */
export type Checked =
  | { readonly session: LiveSession; readonly refused?: undefined }
  | { readonly session?: undefined; readonly refused: Refused };

/** Sallyport for the app router of Next.js. */
export interface NextSallyport<Strength extends string = string>
  extends Pick<FetchSallyport<Strength>, 'require' | 'session' | 'begin'> {
  /** The HTTP contract: `export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = guard.handlers`. */
  readonly handlers: RouteHandlers;
  /**
   * For a server component, or a server action: `guard.check(await headers(), 'enhanced', { within: '5m' })`. What comes from a page,
   * an action, has to come from a page of this origin, or of a trusted one.
   *
   * @throws {InvalidDemand} if `within` is no duration
   * @throws {UnknownStrength} if there is no such strength
   */
  check(headers: Headers, strength?: Strength, options?: DemandOptions): Promise<Checked>;
}

/**
 * Sallyport for a Next.js app.
 *
 * @example
 * // app/auth/[...sallyport]/route.ts
 * export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = sallyport(auth).handlers
 * // app/payout/route.ts
 * export const POST = sallyport(auth).require('phishing-resistant', { within: '5m' })((session, request) => …)
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  { basePath = '/auth', ...options }: NextOptions = {},
): NextSallyport<Strength> {
  const { handle, require, session, begin } = fetchSallyport(auth, { ...options, basePath });
  const pages = hostGuard(auth, fromHeaders, options);
  return {
    handlers: { GET: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle, OPTIONS: handle },
    require,
    session,
    begin,
    check: async (headers, strength, demand) => {
      const admission = await pages.require(strength, demand)(headers);
      return admission.admitted ? { session: admission.session } : { refused: admission.refused };
    },
  };
}
