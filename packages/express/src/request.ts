import { bodyOfNode, headersOfNode, type NeutralRequest } from '@sallyport/http';
import type { Request } from 'express';

/** An Express request as the routes see it. `ip` is Express's, which knows the host's `trust proxy`. */
export function toNeutral(req: Request): NeutralRequest {
  const query = req.url.indexOf('?');
  return {
    method: req.method,
    mount: req.baseUrl,
    path: req.path,
    search: query < 0 ? '' : req.url.slice(query),
    headers: headersOfNode(req.headers),
    body: bodyOfNode(req, req.body),
    ...(req.ip === undefined ? {} : { ip: req.ip }),
  };
}
