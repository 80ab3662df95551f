import { pipeline, Readable } from 'node:stream';
import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type Begun,
  type BodySource,
  bodyOfNode,
  type FlowAsked,
  type GuardArguments,
  type HttpOptions,
  headersOfNode,
  hostGuard,
  type NeutralReply,
  type NeutralRequest,
  type Parts,
  serve,
  sessionOfGuarded,
} from '@sallyport/http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

declare global {
  namespace Express {
    interface Request {
      /** The session of this request. Set by `require` only: `undefined` in routes without a guard. `sessionOf` reads it in guarded routes. */
      sallyport?: LiveSession;
    }
  }
}

/**
 * Sallyport as Express middleware.
 *
 * @template Strength the names of strengths that `require` accepts
 */
export interface ExpressSallyport<Strength extends string = string> {
  /**
   * The HTTP contract, to mount under a prefix: `app.use('/auth', sallyport(auth).routes())`. Parts can be left out:
   * `routes({ admin: false })`.
   *
   * @throws {InvalidPart} when the app is set up, if a part is unknown or its value is not a boolean
   */
  routes(parts?: Parts): RequestHandler;
  /**
   * Lets a request through if its session has this strength, proved within this time, and sets `req.sallyport`. Any other request is
   * answered with the contract's problem document, and with the step-up challenge of RFC 9470 if a step-up is enough.
   *
   * @param asked a built-in strength or a strength of the policy. Default: any session is enough; with `within`, the strength that a
   * sign-in requires of the account. Options alone, such as `require({ in: (req) => req.params.org })`, are options without a strength.
   * @throws {InvalidDemand} when the app is set up, if `within` is not a duration, an option is unknown, or there are options twice
   * @throws {InvalidPath} when the app is set up, if `signInPage` is not a path
   * @throws {UnknownStrength} when the app is set up, if the strength does not exist
   */
  require(...asked: GuardArguments<Strength, Request>): RequestHandler;
  /** The session of a request, or `undefined`, for routes where a session is optional. Rejects if the store does not answer. */
  session(req: Request): Promise<LiveSession | undefined>;
  /**
   * Starts a sign-in or a step-up, and sets the flow's cookie. The host then sends the person to its sign-in page. The *complete* reply of
   * the flow contains the host's `continuation`. If the flow was refused, the response is already written.
   */
  begin(req: Request, res: Response, asked: FlowAsked): Promise<Begun>;
}

/**
 * The session of a request in a route that `require` guards.
 *
 * @throws {NotGuarded} in a route without a guard
 */
export function sessionOf(req: Request): LiveSession {
  return sessionOfGuarded(req.sallyport);
}

/**
 * Sallyport for an Express app.
 *
 * @throws {InvalidCookieDomain} when the app is set up, if browsers would reject the cookies
 * @throws {InvalidPath} when the app is set up, if `publicPath` is not a path
 * @example
 * ```ts
 * import { sallyport, sessionOf } from '@sallyport/express';
 * import express from 'express';
 *
 * const guard = sallyport(auth);
 * const app = express();
 * app.use('/auth', guard.routes());
 * app.get('/me', guard.require(), (req, res) => void res.json({ account: sessionOf(req).accountId }));
 * app.post('/payout', guard.require('phishing-resistant', { within: '5m' }), (_req, res) => void res.json({ paid: true }));
 * ```
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: HttpOptions = {},
): ExpressSallyport<Strength> {
  const guard = hostGuard(auth, (req: Request) => toNeutral(req), options);
  return {
    routes: (parts) => {
      const answer = serve(auth, options, parts);
      return caught(async (req, res) => write(res, await answer(toNeutral(req))));
    },
    require: (...asked) => {
      const admit = guard.require(...asked);
      return caught(async (req, res, next) => {
        const admission = await admit(req, (name) => res.getHeader(name));
        if (!admission.admitted) return write(res, admission.reply);
        req.sallyport = admission.session;
        next();
      });
    },
    session: guard.session,
    begin: async (req, res, asked) => {
      const begun = await guard.begin(req, asked);
      if (!begun.begun) write(res, begun.reply);
      else for (const cookie of begun.cookies) res.append('set-cookie', cookie);
      return begun;
    },
  };
}

/** Express 4 does not handle a rejected promise. */
function caught(handle: (req: Request, res: Response, next: NextFunction) => Promise<void>): RequestHandler {
  return (req, res, next) => handle(req, res, next).catch(next);
}

function toNeutral(req: Request): NeutralRequest {
  return new ExpressRequest(req);
}

/** Getters: Express replaces the prototype of every request, and V8 then reads properties slowly. */
class ExpressRequest implements NeutralRequest {
  readonly method: string;
  readonly headers: NeutralRequest['headers'];
  readonly #req: Request;

  constructor(req: Request) {
    this.method = req.method;
    this.headers = headersOfNode(req.headers);
    this.#req = req;
  }

  get mount(): string {
    return this.#req.baseUrl;
  }

  get path(): string {
    const { baseUrl, originalUrl, path } = this.#req;
    const isMountAlone = path === '/' && baseUrl !== '' && !originalUrl.replace(/\?.*/s, '').endsWith('/');
    return isMountAlone ? '' : path;
  }

  get search(): string {
    const query = this.#req.url.indexOf('?');
    return query < 0 ? '' : this.#req.url.slice(query);
  }

  get body(): BodySource {
    return bodyOfNode(this.#req, this.#req.body);
  }

  /** Applies `trust proxy`. */
  get ip(): string | undefined {
    return this.#req.ip;
  }
}

/** Keeps the host's headers. */
function write(res: Response, { status, headers, cookies, body, stream }: NeutralReply): void {
  if (res.headersSent || res.destroyed) return;
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary') res.vary(value);
    else res.setHeader(name, value);
  }
  for (const cookie of cookies) res.appendHeader('set-cookie', cookie);
  if (stream === undefined) res.end(body);
  // Nobody else to tell.
  else pipeline(Readable.from(stream), res, () => {});
}
