import { bodyOfNode, headersOfNode, mountOf, type NeutralRequest } from '@sallyport/http';
import type { FastifyRequest } from 'fastify';

/**
 * A Fastify request as the routes see it. `ip` is Fastify's, which knows the host's `trustProxy`.
 *
 * @param prefix what the plugin is registered under
 */
export function toNeutral(request: FastifyRequest, prefix = ''): NeutralRequest {
  const query = request.url.indexOf('?');
  const whole = query < 0 ? request.url : request.url.slice(0, query);
  const path = whole.slice(prefix.length);
  return {
    method: request.method,
    // `rewriteUrl` may have taken off more.
    mount: mountOf(request.originalUrl, path),
    path,
    search: query < 0 ? '' : request.url.slice(query),
    headers: headersOfNode(request.headers),
    body: bodyOfNode(request.raw, undefined),
    get ip() {
      return request.ip;
    },
  };
}
