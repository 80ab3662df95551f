import type { NeutralRequest } from '@sallyport/http';

/**
 * What a server component or an action knows of its request: `await headers()`. A browser sends `Origin` with a form or an action, and
 * not with a page that it only asks for.
 */
export function fromHeaders(headers: Headers): NeutralRequest {
  const changes = headers.has('origin') || headers.has('next-action');
  return {
    method: changes ? 'POST' : 'GET',
    mount: '',
    path: '',
    search: '',
    headers: Object.fromEntries(headers),
  };
}
