import { ORIGIN } from './fake-sallyport.ts';

/** Posts a body as a page of the app does: JSON, unless the body is already text. */
export function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
  });
}

/** The code of a problem document. */
export async function codeOf(response: Response): Promise<unknown> {
  return Object(await response.json()).code;
}
