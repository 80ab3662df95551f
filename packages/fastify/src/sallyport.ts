import { Readable } from 'node:stream';
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
  mountOf,
  type NeutralReply,
  type NeutralRequest,
  type Parts,
  serve,
  sessionOfGuarded,
} from '@sallyport/http';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of this request. Set by `require` only: `undefined` in routes without a guard. `sessionOf` reads it in guarded routes. */
    sallyport?: LiveSession;
  }
}

/**
 * Sallyport for Fastify: a plugin, and hooks.
 *
 * @template Strength the names of strengths that `require` accepts
 */
export interface FastifySallyport<Strength extends string = string> {
  /**
   * The HTTP contract, to register under a prefix: `app.register(guard.routes(), { prefix: '/auth' })`. Parts can be left out:
   * `routes({ admin: false })`.
   *
   * @throws {InvalidPart} when the app is set up, if a part is unknown or its value is not a boolean
   */
  routes(parts?: Parts): FastifyPluginCallback;
  /**
   * Lets a request through if its session has this strength, proved within this time, and sets `request.sallyport`. Any other request is
   * answered with the contract's problem document, and with the step-up challenge of RFC 9470 if a step-up is enough.
   * As an `onRequest` hook, the guard runs before the body is read.
   *
   * @param asked a built-in strength or a strength of the policy. Default: any session is enough; with `within`, the strength that a
   * sign-in requires of the account. Options alone, such as `require({ in: (request) => request.params.org })`, are options without a strength.
   * @throws {InvalidDemand} when the app is set up, if `within` is not a duration, an option is unknown, or there are options twice
   * @throws {InvalidPath} when the app is set up, if `signInPage` is not a path
   * @throws {UnknownStrength} when the app is set up, if the strength does not exist
   */
  require(
    ...asked: GuardArguments<Strength, FastifyRequest>
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** The session of a request, or `undefined`, for routes where a session is optional. Rejects if the store does not answer. */
  session(request: FastifyRequest): Promise<LiveSession | undefined>;
  /**
   * Starts a sign-in or a step-up, and sets the flow's cookie. The host then sends the person to its sign-in page. The *complete* reply of
   * the flow contains the host's `continuation`. If the flow was refused, the reply is already sent.
   */
  begin(request: FastifyRequest, reply: FastifyReply, asked: FlowAsked): Promise<Begun>;
}

/**
 * The session of a request in a route that `require` guards.
 *
 * @throws {NotGuarded} in a route without a guard
 */
export function sessionOf(request: FastifyRequest): LiveSession {
  return sessionOfGuarded(request.sallyport);
}

/**
 * Sallyport for a Fastify app.
 *
 * @throws {InvalidCookieDomain} when the app is set up, if browsers would reject the cookies
 * @throws {InvalidPath} when the app is set up, if `publicPath` is not a path
 * @example
 * ```ts
 * import { sallyport, sessionOf } from '@sallyport/fastify';
 * import fastify from 'fastify';
 *
 * const guard = sallyport(auth);
 * const app = fastify();
 * app.register(guard.routes(), { prefix: '/auth' });
 * app.get('/me', { onRequest: guard.require() }, async (request) => ({ account: sessionOf(request).accountId }));
 * app.post('/payout', { onRequest: guard.require('phishing-resistant', { within: '5m' }) }, async () => ({ paid: true }));
 * ```
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: HttpOptions = {},
): FastifySallyport<Strength> {
  const guard = hostGuard(auth, (request: FastifyRequest) => toNeutral(request), options);
  return {
    routes: (parts) => {
      const answer = serve(auth, options, parts);
      return (app, _options, done) => {
        const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
          write(reply, await answer(toNeutral(request, app.prefix)));
        // The contract reads every body itself.
        app.removeAllContentTypeParsers();
        app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
        // Other errors are left to the host.
        app.setErrorHandler(async (error, request, reply) => {
          if (!isAboutContentType(error)) throw error;
          return handler(request, reply);
        });
        for (const url of ['/', '/*']) app.route({ method: app.supportedMethods, url, handler });
        done();
      };
    },
    require: (...asked) => {
      const admit = guard.require(...asked);
      return async (request, reply) => {
        const admission = await admit(request, (name) => reply.getHeader(name));
        if (!admission.admitted) return write(reply, admission.reply);
        request.sallyport = admission.session;
        return undefined;
      };
    },
    session: guard.session,
    begin: async (request, reply, asked) => {
      const begun = await guard.begin(request, asked);
      if (!begun.begun) write(reply, begun.reply);
      else for (const cookie of begun.cookies) reply.header('set-cookie', cookie);
      return begun;
    },
  };
}

function isAboutContentType(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('FST_ERR_CTP_');
}

function toNeutral(request: FastifyRequest, prefix = ''): NeutralRequest {
  return new NeutralFastifyRequest(request, prefix);
}

function routed(target: string): { readonly path: string; readonly search: string } {
  const [, path = '', search = ''] = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*)(\?[^#]*)?/i.exec(target) ?? [];
  return { path, search };
}

class NeutralFastifyRequest implements NeutralRequest {
  readonly method: string;
  readonly mount: string | undefined;
  readonly path: string;
  readonly search: string;
  readonly headers: NeutralRequest['headers'];
  readonly #request: FastifyRequest;

  constructor(request: FastifyRequest, prefix: string) {
    const { path, search } = routed(request.url);
    this.method = request.method;
    this.path = path.slice(prefix.length);
    // After `rewriteUrl`.
    this.mount = mountOf(routed(request.originalUrl).path, this.path);
    this.search = search;
    this.headers = headersOfNode(request.headers);
    this.#request = request;
  }

  get body(): BodySource {
    return bodyOfNode(this.#request.raw, undefined);
  }

  get ip(): string {
    return this.#request.ip;
  }
}

/** Keeps the host's headers. */
function write(reply: FastifyReply, { status, headers, cookies, body, stream }: NeutralReply): FastifyReply {
  if (reply.sent) return reply;
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  // Bytes, because Fastify adds a charset to text. JSON has none (RFC 8259 §11).
  const vary = [reply.getHeader('vary'), headers['vary']].flat().filter((value) => value !== undefined);
  return reply
    .code(status)
    .headers(vary.length === 0 ? headers : { ...headers, vary: vary.join(', ') })
    .send(stream === undefined ? Buffer.from(body) : Readable.from(stream));
}
