import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp } from './app.ts';

const { PORT = '3000', ORIGIN = `http://localhost:${PORT}` } = process.env;
// What it protects ends with the process as well; a real app has one that lasts.
const { SALLYPORT_SECRET = randomBytes(32).toString('base64url') } = process.env;

const { app, close } = await createApp({
  origin: ORIGIN,
  secret: SALLYPORT_SECRET,
  // For development alone: a real app hands it to its mailer, and codes never go to a log.
  sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
  ip: (c) => getConnInfo(c).remote.address,
});
const server = serve({ fetch: app.fetch, port: Number(PORT) }, () => console.log(`${ORIGIN} serves`));

process.once('SIGTERM', () => {
  server.close(() => void close());
});
