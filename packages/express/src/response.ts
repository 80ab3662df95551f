import type { NeutralReply } from '@sallyport/http';
import type { Response } from 'express';

/** Writes a reply and keeps the headers that the host has already set. Does nothing if the headers are sent or the connection is closed. */
export function write(res: Response, { status, headers, cookies, body }: NeutralReply): void {
  if (res.headersSent || res.destroyed) return;
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  for (const cookie of cookies) res.appendHeader('set-cookie', cookie);
  res.end(body);
}
