import { Pool } from 'pg';
import { createApp } from './app.ts';
import { mailer } from './mail.ts';

const {
  DATABASE_URL,
  SALLYPORT_SECRET = '',
  PORT = '3000',
  ORIGIN = `http://localhost:${PORT}`,
  SMTP_URL,
} = process.env;
if (DATABASE_URL === undefined) throw new Error('Set DATABASE_URL to a Postgres database.');

const pool = new Pool({ connectionString: DATABASE_URL, connectionTimeoutMillis: 5_000 });
// A lost idle connection must not end the process.
pool.on('error', (error) => console.error(`a database connection was lost: ${error.message}`));

const { app, close } = await createApp({
  pool,
  origin: ORIGIN,
  secret: SALLYPORT_SECRET,
  sendMail:
    SMTP_URL === undefined
      ? // For development only: never write codes to a log.
        ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`)
      : mailer({ url: SMTP_URL, from: `no-reply@${new URL(ORIGIN).hostname}` }),
});
const server = app.listen(Number(PORT), () => console.log(`${ORIGIN} serves`));

process.once('SIGTERM', () => {
  // A connection that a proxy keeps open ends with its next answer.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  server.close(async () => {
    await close();
    await pool.end();
  });
});
