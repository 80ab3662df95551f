import type { NeutralReply } from '@sallyport/http';
import type { FastifyReply } from 'fastify';

/** Writes a reply beside what the host has set already. To a client that has an answer, nothing. */
export function write(reply: FastifyReply, { status, headers, cookies, body }: NeutralReply): FastifyReply {
  if (reply.sent) return reply;
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  // To a text Fastify adds a charset, which JSON has none of (RFC 8259 §11).
  return reply.code(status).headers(headers).send(Buffer.from(body));
}
