// node server.mjs <contestant> <database url> <options JSON>
import { createServer } from 'node:http';
import pg from 'pg';
import { CONTESTANTS } from './contestants/index.mjs';

const [contestant, url, optionsJson] = process.argv.slice(2);
const options = JSON.parse(optionsJson);
const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
server.keepAliveTimeout = 300_000;
const { port } = server.address();
const pool = options.store !== undefined ? undefined : new pg.Pool({ connectionString: url, max: 10 });
// At the end the database stops while the pool has idle connections.
pool?.on('error', () => {});

const app = await CONTESTANTS[contestant].start({ pool, url, port, options });
server.on('request', app.handler);

let sent = 0;
const send = pg.Client.prototype.query;
pg.Client.prototype.query = function query(...statement) {
  sent++;
  return send.apply(this, statement);
};
app.client?.on('commandStarted', () => sent++);

const verbs = {
  seed: (count) => app.seed(count),
  /** Milliseconds of processor time of all threads. */
  spent() {
    const { user, system } = process.cpuUsage();
    return { sent: sent + (app.counter?.sent ?? 0), cpu: (user + system) / 1000 };
  },
};
process.on('message', async ({ id, verb, argument }) => {
  try {
    process.send({ id, value: await verbs[verb](argument) });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ port });
