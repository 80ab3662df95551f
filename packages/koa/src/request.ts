import { type BodySource, bodyOfNode, headersOfNode, mountOf, type NeutralRequest } from '@sallyport/http';
import type { ParameterizedContext } from 'koa';

/**
 * A Koa request as the routes see it. `ip` is Koa's, which knows the host's `app.proxy`.
 *
 * @param prefix what is to come off the path, beyond what a mount has taken off already
 */
export function toNeutral(ctx: ParameterizedContext<unknown>, prefix = ''): NeutralRequest {
  return new KoaRequest(ctx, prefix);
}

class KoaRequest implements NeutralRequest {
  readonly method: string;
  readonly mount: string;
  readonly path: string;
  readonly search: string;
  readonly headers: NeutralRequest['headers'];
  readonly #ctx: ParameterizedContext<unknown>;

  constructor(ctx: ParameterizedContext<unknown>, prefix: string) {
    const { path } = ctx;
    this.method = ctx.method;
    // `koa-mount`, or anything else that shortens `ctx.path`, may have been there before.
    this.mount = mountOf(ctx.originalUrl, path) + prefix;
    this.path = path.slice(prefix.length);
    this.search = ctx.search;
    this.headers = headersOfNode(ctx.headers);
    this.#ctx = ctx;
  }

  /** A body parser that ran before left its result on the request. */
  get body(): BodySource {
    const { req, request } = this.#ctx;
    return bodyOfNode(req, 'body' in request ? request.body : undefined);
  }

  get ip(): string {
    return this.#ctx.ip;
  }
}
