import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp } from './app.ts';

const { PORT = '3000', ORIGIN = `http://localhost:${PORT}` } = process.env;
// The store ends with the process, so a random secret is enough. A real app has a permanent secret.
const { SALLYPORT_SECRET = randomBytes(32).toString('base64url') } = process.env;

const { app, close } = await createApp({
  origin: ORIGIN,
  secret: SALLYPORT_SECRET,
  // For development only: a real app sends a mail, and never writes codes to a log.
  sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
  ip: (c) => getConnInfo(c).remote.address,
});
const server = serve({ fetch: app.fetch, port: Number(PORT) }, () => console.log(`${ORIGIN} serves`));

process.once('SIGTERM', () => {
  // A connection that a proxy keeps open ends with its next answer.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  server.close(() => void close());
});
