import { Pool } from 'pg';
import { createApp } from './app.ts';

const { DATABASE_URL, SALLYPORT_SECRET = '', PORT = '3000', ORIGIN = `http://localhost:${PORT}` } = process.env;
if (DATABASE_URL === undefined) throw new Error('Set DATABASE_URL to a Postgres database.');

const pool = new Pool({ connectionString: DATABASE_URL, connectionTimeoutMillis: 5_000 });
// A connection that breaks while nobody uses it is no reason to end the app.
pool.on('error', (error) => console.error(`a database connection was lost: ${error.message}`));

const { app, close } = await createApp({
  pool,
  origin: ORIGIN,
  secret: SALLYPORT_SECRET,
  // For development alone: a real app hands it to its mailer, and codes never go to a log.
  sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
});
const server = app.listen(Number(PORT), () => console.log(`${ORIGIN} serves`));

process.once('SIGTERM', () => {
  server.close(async () => {
    await close();
    await pool.end();
  });
});
