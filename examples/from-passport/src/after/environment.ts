import type { Sallyport } from '@sallyport/engine';
import { Pool } from 'pg';
import { createAuth } from './auth.ts';

const { DATABASE_URL, SALLYPORT_SECRET = '', PORT = '3000', ORIGIN = `http://localhost:${PORT}` } = process.env;

export const port: number = Number(PORT);
export const pool: Pool = new Pool({ connectionString: DATABASE_URL });
// A lost idle connection must not end the process.
pool.on('error', (error) => console.error(`a database connection was lost: ${error.message}`));

/** `sallyport import people.jsonl --auth src/after/environment.ts` takes this object. */
export const auth: Sallyport = createAuth({
  pool,
  origin: ORIGIN,
  secret: SALLYPORT_SECRET,
  // For development only: never write codes to a log. ../express-postgres/src/mail.ts sends mails.
  sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
});
