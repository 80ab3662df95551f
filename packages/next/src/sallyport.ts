import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type FetchHandlerOptions,
  type FetchSallyport,
  fetchSallyport,
  type GuardOptions,
  hostGuard,
  type NeutralRequest,
  type Refused,
  type StepUpDemand,
  stepUpDemand,
} from '@sallyport/http';

/** `basePath` is the whole prefix in the browser's address bar, including the `basePath` of `next.config`. */
export interface NextOptions extends Omit<FetchHandlerOptions, 'basePath'> {
  /** The path of the route handlers. Default: `/auth`, for `app/auth/[...sallyport]/route.ts`. */
  readonly basePath?: string | undefined;
}

type RouteHandler = (request: Request) => Promise<Response>;

/** The exports of a `route.ts`. Next answers `HEAD` by `GET`. A trusted page of another origin sends `OPTIONS` first (CORS preflight). */
export interface RouteHandlers {
  /** Every handler serves all routes of the contract with its method. */
  readonly GET: RouteHandler;
  /** See `GET`. */
  readonly POST: RouteHandler;
  /** See `GET`. */
  readonly PUT: RouteHandler;
  /** See `GET`. */
  readonly PATCH: RouteHandler;
  /** See `GET`. */
  readonly DELETE: RouteHandler;
  /** Answers the CORS preflight of a trusted page on another origin. */
  readonly OPTIONS: RouteHandler;
}

/** The session, or the reason of the refusal: `no-session` (sign in), `insufficient-strength` (step up) or another code. */
export type Checked =
  | { readonly session: LiveSession; readonly refused?: undefined; readonly demand?: undefined }
  | {
      readonly session?: undefined;
      readonly refused: Refused;
      /**
       * For `insufficient-strength`: what a step-up has to reach, also for a session that a tightened policy restricts. Give the demand to the browser
       * client's `stepUp`, or to `begin`.
       */
      readonly demand?: StepUpDemand | undefined;
    };

/**
 * Sallyport for the app router of Next.js.
 *
 * @template Strength the names of strengths that `require` accepts
 */
export interface NextSallyport<Strength extends string = string>
  extends Pick<FetchSallyport<Strength>, 'require' | 'session' | 'begin'> {
  /** The HTTP contract: `export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = guard.handlers`. */
  readonly handlers: RouteHandlers;
  /**
   * Checks the session in a server component or a server action: `guard.check(await headers(), 'enhanced', { within: '5m' })`. A server
   * action must come from a page of this origin or of a trusted origin. With `in`, the session enters an organisation: `{ in: () => org }`.
   *
   * @throws {InvalidDemand} if `within` is not a duration, or an option is unknown
   * @throws {UnknownStrength} if the strength does not exist
   */
  check(headers: Headers, strength?: Strength, options?: Omit<GuardOptions<Headers>, 'signInPage'>): Promise<Checked>;
}

/**
 * Sallyport for a Next.js app.
 *
 * @example
 * ```ts
 * // app/auth/[...sallyport]/route.ts
 * import { sallyport } from '@sallyport/next';
 *
 * export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = sallyport(auth).handlers;
 * ```
 * @example
 * ```ts
 * // app/payout/route.ts
 * import { sallyport } from '@sallyport/next';
 *
 * export const POST = sallyport(auth).require('phishing-resistant', { within: '5m' })(async (session) =>
 *   Response.json({ paid: true, by: session.accountId }),
 * );
 * ```
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  { basePath = '/auth', ...options }: NextOptions = {},
): NextSallyport<Strength> {
  const { handle, require, session, begin } = fetchSallyport(auth, { ...options, basePath });
  const pages = hostGuard(
    auth,
    (headers: Headers) => fromHeaders(headers, auth.origin || 'https://unknown.invalid', options.ip),
    options,
  );
  return {
    handlers: { GET: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle, OPTIONS: handle },
    require,
    session,
    begin,
    check: async (headers, strength, demand) => {
      const admission = await pages.require(strength, demand)(headers);
      if (admission.admitted) return { session: admission.session };
      return { refused: admission.refused, demand: stepUpDemand(admission) };
    },
  };
}

/** A browser sends `Origin` with a form or an action, but not with a request for a page. */
function fromHeaders(headers: Headers, origin: string, ip: NextOptions['ip']): NeutralRequest {
  const changes = headers.has('origin') || headers.has('next-action');
  return {
    method: changes ? 'POST' : 'GET',
    mount: undefined,
    path: '',
    search: '',
    headers: Object.fromEntries(headers),
    ip: ip?.(new Request(origin, { headers })),
  };
}
