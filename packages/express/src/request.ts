import { type BodySource, bodyOfNode, headersOfNode, type NeutralRequest } from '@sallyport/http';
import type { Request } from 'express';

/** Wraps an Express request for the routes. */
export function toNeutral(req: Request): NeutralRequest {
  return new ExpressRequest(req);
}

/** Reads most properties only on demand: property look-ups are slow in V8, because Express replaces the prototype of every request. */
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
    return this.#req.path;
  }

  get search(): string {
    const query = this.#req.url.indexOf('?');
    return query < 0 ? '' : this.#req.url.slice(query);
  }

  get body(): BodySource {
    return bodyOfNode(this.#req, this.#req.body);
  }

  /** Express applies the host's `trust proxy`. */
  get ip(): string | undefined {
    return this.#req.ip;
  }
}
