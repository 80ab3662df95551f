import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp } from './app.ts';
import { openAuth } from './auth.ts';
import { backUp, restore, signEverybodyOut } from './backup.ts';

// The database and the copies have hashes of passwords: no other user may read the files of this process.
process.umask(0o077);

const { PORT = '3000', ORIGIN = `http://localhost:${PORT}`, DATABASE = 'sallyport.db', SALLYPORT_SECRET } = process.env;
const [, , command, copy] = process.argv;

if (command === 'backup' && copy !== undefined) {
  backUp(DATABASE, copy);
} else {
  if (SALLYPORT_SECRET === undefined)
    throw new Error('SALLYPORT_SECRET is missing. A random one: openssl rand -base64 32');
  if (command === 'restore' && copy !== undefined) restore(copy, DATABASE);
  const { auth, close } = await openAuth({
    file: DATABASE,
    origin: ORIGIN,
    secret: SALLYPORT_SECRET,
    // For development only: a real app sends a mail, and never writes codes to a log.
    sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
  });
  if (command === 'restore') {
    console.log(`${await signEverybodyOut(auth)} accounts have no session any more.`);
    await close();
  } else {
    const app = createApp(auth, (c) => getConnInfo(c).remote.address);
    const server = serve({ fetch: app.fetch, port: Number(PORT) }, () => console.log(`${ORIGIN} serves`));
    process.once('SIGTERM', () => {
      // A connection that a proxy keeps open ends with its next answer.
      server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
      server.close(() => void close());
    });
  }
}
