import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type Begun,
  type DemandOptions,
  type FlowAsked,
  type HttpOptions,
  hostGuard,
  type Parts,
  serve,
} from '@sallyport/http';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { toNeutral } from './request.ts';
import { write } from './response.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of this request, once `require` let it through. */
    sallyport?: LiveSession;
  }
}

/** Sallyport for Fastify: a plugin, and hooks. */
export interface FastifySallyport<Strength extends string = string> {
  /**
   * The HTTP contract; register it under a prefix: `app.register(guard.routes(), { prefix: '/auth' })`. Parts of it can be left out:
   * `routes({ admin: false })`.
   *
   * @throws {InvalidPart} at once, if a part is misspelt
   */
  routes(parts?: Parts): FastifyPluginCallback;
  /**
   * Lets a request through that has a session, of this strength, proved within this time. Any other is answered with the problem of the
   * contract, with the step-up challenge of RFC 9470 if a step-up would be enough. The session is then `request.sallyport`.
   * As `onRequest` it runs before the body is read.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session, and with `within` what a sign-in asks of its account
   * @throws {InvalidDemand} at once, if `within` is no duration
   * @throws {UnknownStrength} at once, if there is no such strength
   */
  require(
    strength?: Strength,
    options?: DemandOptions,
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** The session of a request to a route that does without one as well. Rejects if that cannot be known: a store that is silent is not nobody. */
  session(request: FastifyRequest): Promise<LiveSession | undefined>;
  /**
   * Begins a sign-in, or a step-up, whose *complete* hands the host's `continuation` back, and sets the flow's cookie. The host then
   * sends the person to its sign-in page. If nothing was begun, the reply is sent already.
   */
  begin(request: FastifyRequest, reply: FastifyReply, asked: FlowAsked): Promise<Begun>;
}

/**
 * Sallyport for a Fastify app.
 *
 * @throws {InvalidCookieDomain} at once, if no browser would take the cookies
 * @throws {InvalidPath} at once, if `publicPath` is no path
 * @example
 * app.register(sallyport(auth).routes(), { prefix: '/auth' })
 * app.post('/payout', { onRequest: sallyport(auth).require('phishing-resistant', { within: '5m' }) }, payout)
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
        // Every body is read by the contract itself, as strictly as anywhere: no parser of the host's runs below the prefix.
        app.removeAllContentTypeParsers();
        app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
        // A content type that Fastify itself refuses is the contract's to answer; what else failed, a hook of the host's, is the host's.
        app.setErrorHandler(async (error, request, reply) => {
          if (!isAboutContentType(error)) throw error;
          return handler(request, reply);
        });
        for (const url of ['/', '/*']) app.route({ method: app.supportedMethods, url, handler });
        done();
      };
    },
    require: (strength, demand) => {
      const admit = guard.require(strength, demand);
      return async (request, reply) => {
        const admission = await admit(request);
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
