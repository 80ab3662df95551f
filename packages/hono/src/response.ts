import type { NeutralReply } from '@sallyport/http';
import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';

/** Makes the response and keeps the headers that the host has already set. */
export function write(c: Context, { status, headers, cookies, body }: NeutralReply): Response {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  // Hono's type lists the known codes, but Hono sends every code.
  c.status(status as StatusCode);
  // A 204 must not have a body, not even an empty string.
  return body === '' ? c.body(null) : c.body(body);
}
