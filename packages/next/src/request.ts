import type { NeutralRequest } from '@sallyport/http';

/**
 * Wraps the headers of a server component or a server action (`await headers()`). A browser sends `Origin` with a form or an action, but
 * not with the request for a page, so a request with `Origin` counts as a POST.
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
