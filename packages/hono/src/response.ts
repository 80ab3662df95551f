import type { NeutralReply } from '@sallyport/http';
import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';

/** Answers beside what the host has set already. */
export function write(c: Context, { status, headers, cookies, body }: NeutralReply): Response {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  // Hono's type lists the codes; it sends whatever it is given.
  c.status(status as StatusCode);
  // A 204 takes none, not even an empty one.
  return body === '' ? c.body(null) : c.body(body);
}
