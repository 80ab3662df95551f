import { MongoClient } from 'mongodb';
import { createApp } from './app.ts';

const { MONGODB_URL, SALLYPORT_SECRET = '', PORT = '3000', ORIGIN = `http://localhost:${PORT}` } = process.env;
if (MONGODB_URL === undefined) throw new Error('Set MONGODB_URL to a MongoDB that is a replica set.');

const client = await new MongoClient(MONGODB_URL).connect();
const { app, close } = await createApp({
  db: client.db('club'),
  origin: ORIGIN,
  secret: SALLYPORT_SECRET,
  // For development only: a real app sends a mail, and never writes codes to a log.
  sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
});
const server = app.listen(Number(PORT), () => console.log(`${ORIGIN} serves`));

process.once('SIGTERM', () => {
  // A connection that a proxy keeps open ends with its next answer.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  server.close(async () => {
    await close();
    await client.close();
  });
});
