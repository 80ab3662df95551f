import { bodyOfNode, headersOfNode, mountOf, type NeutralRequest } from '@sallyport/http';
import type { ParameterizedContext } from 'koa';

/**
 * A Koa request as the routes see it. `ip` is Koa's, which knows the host's `app.proxy`.
 *
 * @param prefix what is to come off the path, beyond what a mount has taken off already
 */
export function toNeutral(ctx: ParameterizedContext<unknown>, prefix = ''): NeutralRequest {
  return {
    method: ctx.method,
    // `koa-mount`, or anything else that shortens `ctx.path`, may have been there before.
    mount: mountOf(ctx.originalUrl, ctx.path) + prefix,
    path: ctx.path.slice(prefix.length),
    search: ctx.search,
    headers: headersOfNode(ctx.headers),
    // A body parser that ran before left its result on the request.
    body: bodyOfNode(ctx.req, 'body' in ctx.request ? ctx.request.body : undefined),
    get ip() {
      return ctx.ip;
    },
  };
}
