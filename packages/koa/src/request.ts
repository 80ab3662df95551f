import { type BodySource, bodyOfNode, headersOfNode, mountOf, type NeutralRequest } from '@sallyport/http';
import type { ParameterizedContext } from 'koa';

/**
 * Wraps a Koa request for the routes. `ip` comes from Koa, which applies the host's `app.proxy`.
 *
 * @param prefix the prefix to remove from the path, in addition to the prefix that a mount has already removed
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
    // `koa-mount` and similar middleware may have shortened `ctx.path`.
    this.mount = mountOf(ctx.originalUrl, path) + prefix;
    this.path = path.slice(prefix.length);
    this.search = ctx.search;
    this.headers = headersOfNode(ctx.headers);
    this.#ctx = ctx;
  }

  /** A body parser that ran before stores its result in `request.body`. */
  get body(): BodySource {
    const { req, request } = this.#ctx;
    return bodyOfNode(req, 'body' in request ? request.body : undefined);
  }

  get ip(): string {
    return this.#ctx.ip;
  }
}
