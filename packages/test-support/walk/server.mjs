import { createServer } from 'node:http';
import pg from 'pg';
import { appOn } from './app.mjs';

const { DATABASE_URL, ARGON2, BCRYPT } = process.env;
const { Bun, Deno } = globalThis;

/** @param bcryptjs an address */
async function bcryptOf(bcryptjs) {
  const { default: bcrypt } = await import(bcryptjs);
  return { verifyBcrypt: (hash, password) => bcrypt.compare(password, hash) };
}

const pool = new pg.Pool({ connectionString: DATABASE_URL });
const { answer } = await appOn(pool, {
  ...(ARGON2 === 'noble' ? (await import('@sallyport/engine/argon2')).nobleArgon2 : {}),
  ...(BCRYPT ? await bcryptOf(BCRYPT) : {}),
});

async function ofNode(incoming, outgoing) {
  const { method, url, headers } = incoming;
  const body = method === 'GET' ? undefined : Buffer.concat(await incoming.toArray());
  const response = await answer(new Request(`http://${headers.host}${url}`, { method, headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
}

const hostname = '127.0.0.1';
const listens = (port) => console.log(`listens on ${port}`);
if (Bun) listens(Bun.serve({ hostname, port: 0, fetch: answer }).port);
else if (Deno) Deno.serve({ hostname, port: 0, onListen: ({ port }) => listens(port) }, answer);
else {
  const server = createServer(ofNode).listen(0, hostname, () => listens(server.address().port));
}
