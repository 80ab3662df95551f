// `node worker.mjs {"kind", "url", "count", "first"}`

import pg from 'pg';
import { closedLoop } from '../report/closed-loop.mjs';
import { onMongo, onPostgres } from '../sign-in/open-store.mjs';
import { engineOn, identifierOf, signIn } from './people.mjs';

const { kind, url, count, first } = JSON.parse(process.argv[2]);
const pool = kind === 'postgres' ? new pg.Pool({ connectionString: url, max: 10 }) : undefined;
pool?.on('error', () => {});
const opened = pool === undefined ? await onMongo(url) : onPostgres(pool);
const auth = engineOn(opened.store);
await auth.ready();

let turn = first;
const someone = () => {
  turn += 4;
  return 1 + ((turn * 7_919) % count);
};
const callers = [];
for (let place = 0; place < 40; place++) callers.push(await signIn(auth, identifierOf(someone())));

const mongo = opened.client?.db();
await mongo?.collection('floor').updateOne({ _id: 1 }, { $set: { text: 'x'.repeat(1_000) } }, { upsert: true });
/** One read by a key, and for a sign-in also one durable write. */
const read =
  mongo === undefined
    ? () => pool.query({ name: 'floor-read', text: 'select doc from floor where id = $1', values: [1] })
    : () => mongo.collection('floor').findOne({ _id: 1 });
const write =
  mongo === undefined
    ? () =>
        pool.query({
          name: 'floor-write',
          text: 'insert into floor_write (doc) values ($1)',
          values: ['x'.repeat(2_000)],
        })
    : () => mongo.collection('floor_write').insertOne({ doc: 'x'.repeat(2_000) }, { writeConcern: { w: 'majority' } });

const OPERATIONS = {
  read,
  write: async () => {
    await read();
    await write();
  },
  'session check': () => auth.sessions.guard(callers[turn++ % callers.length], { needs: 'session' }),
  'sign-in': () => signIn(auth, identifierOf(someone())),
  search: async () => {
    const { accounts } = await auth.people.list({ query: identifierOf(someone()).slice(0, 7) });
    if (accounts.length === 0) throw new Error('the search found nobody');
  },
  'security view': () => auth.audit.security('default'),
  preview: async () => {
    const impact = await auth.policy.preview('default', {
      requiredStrength: 'enhanced',
      administrators: { policy: ['owner'] },
    });
    if (impact.accounts === undefined) throw new Error(JSON.stringify(impact));
  },
};

/** In turns: a slow moment of the machine slows down both. Milliseconds, lower quartiles. */
async function beside(what, floor, seconds) {
  const taken = { floor: [], operation: [] };
  const timed = async (list, task) => {
    const start = performance.now();
    await task();
    list.push(performance.now() - start);
  };
  for (const end = performance.now() + seconds * 1000; performance.now() < end || taken.operation.length === 0; ) {
    for (let times = 0; times < 3; times++) await timed(taken.floor, OPERATIONS[floor]);
    await timed(taken.operation, OPERATIONS[what]);
  }
  const quartile = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 4)];
  return { floor: quartile(taken.floor), operation: quartile(taken.operation) };
}

process.on('message', async ({ what, floor, clients, seconds }) => {
  const found =
    floor === undefined
      ? await closedLoop({ clients, seconds, task: OPERATIONS[what] })
      : await beside(what, floor, seconds);
  process.send({ ...found, megabytes: process.resourceUsage().maxRSS / 1024 });
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
