import { Pool } from 'pg';
import { rowsOf } from './rows-of.ts';

// Writes people.jsonl to the standard output. The lines contain hashes and secrets: delete the file after the move.
const pool = new Pool({ connectionString: process.env['DATABASE_URL'] });
for await (const row of rowsOf(pool)) process.stdout.write(`${JSON.stringify(row)}\n`);
await pool.end();
