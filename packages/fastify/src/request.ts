import { type BodySource, bodyOfNode, headersOfNode, mountOf, type NeutralRequest } from '@sallyport/http';
import type { FastifyRequest } from 'fastify';

/**
 * Wraps a Fastify request for the routes. `ip` comes from Fastify, which applies the host's `trustProxy`.
 *
 * @param prefix the prefix under which the plugin is registered
 */
export function toNeutral(request: FastifyRequest, prefix = ''): NeutralRequest {
  return new NeutralFastifyRequest(request, prefix);
}

class NeutralFastifyRequest implements NeutralRequest {
  readonly method: string;
  readonly mount: string;
  readonly path: string;
  readonly search: string;
  readonly headers: NeutralRequest['headers'];
  readonly #request: FastifyRequest;

  constructor(request: FastifyRequest, prefix: string) {
    const { url } = request;
    const query = url.indexOf('?');
    const whole = query < 0 ? url : url.slice(0, query);
    this.method = request.method;
    this.path = whole.slice(prefix.length);
    // `rewriteUrl` may have removed more of the path.
    this.mount = mountOf(request.originalUrl, this.path);
    this.search = query < 0 ? '' : url.slice(query);
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
