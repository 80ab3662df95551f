import type { NeutralReply } from '@sallyport/http';
import type { FastifyReply } from 'fastify';

/** Sends a reply and keeps the headers that the host has already set. Does nothing if a reply was already sent. */
export function write(reply: FastifyReply, { status, headers, cookies, body }: NeutralReply): FastifyReply {
  if (reply.sent) return reply;
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  // Sends bytes, because Fastify adds a charset to text. JSON has no charset parameter (RFC 8259 §11).
  return reply.code(status).headers(headers).send(Buffer.from(body));
}
