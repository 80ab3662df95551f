// Writes docs/reference/growth.svg.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startMongo } from '../databases/mongo.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { spread, text } from '../report/statistics.mjs';
import { onMongo, onPostgres } from '../sign-in/open-store.mjs';
import { curves } from './curves.mjs';
import { seedMongo, seedPostgres } from './people.mjs';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
const PICTURE = fileURLToPath(new URL('../../../docs/reference/growth.svg', import.meta.url));
const PROCESSES = [1, 2, 4];
const CLIENTS = 16;
const FLOORS = {
  'session check': 'read',
  'sign-in': 'write',
  search: 'read',
  'security view': 'read',
  preview: 'read',
};

/** A preview reads every account: one round is enough. */
const WHOLE = ['preview'];

export async function growthBench({ rounds, seconds, quick = false }) {
  const sizes = quick ? { postgres: [100, 1_000], mongo: [100, 1_000] } : SIZES;
  const measured = [];
  for (const [kind, start] of Object.entries({ mongo: startMongo, postgres: startPostgres })) {
    const server = await start();
    if (server === undefined) continue;
    try {
      for (const count of sizes[kind]) {
        const found = await measure({ kind, count, rounds, seconds, url: await server.database(`growth_${count}`) });
        // The run takes half an hour: what was measured is kept if a later part fails.
        console.error(JSON.stringify(found));
        measured.push(found);
      }
    } finally {
      await server.stop();
    }
  }
  return shown(measured, { rounds, seconds, quick });
}

export function shown(measured, { rounds, seconds, quick = false }) {
  const inOrder = measured.toSorted((a, b) => b.kind.localeCompare(a.kind) || a.count - b.count);
  if (!quick) writeFileSync(PICTURE, curves(inOrder, Object.keys(FLOORS)));
  return table(inOrder, { rounds, seconds });
}

const SIZES = { postgres: [1_000, 10_000, 100_000, 1_000_000], mongo: [1_000, 10_000, 100_000] };

async function measure({ kind, count, rounds, seconds, url }) {
  const began = performance.now();
  const bytes = kind === 'postgres' ? await preparePostgres(url, count) : await prepareMongo(url, count);
  const seeding = (performance.now() - began) / 1000;
  const workers = [];
  for (let first = 0; first < Math.max(...PROCESSES); first++) {
    const worker = fork(WORKER, [JSON.stringify({ kind, url, count, first })], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    await once(worker, 'message');
    workers.push(worker);
  }
  const [worker] = workers;
  const run = async (asked) => {
    worker.send(asked);
    return (await once(worker, 'message'))[0];
  };
  const costs = Object.fromEntries(Object.keys(FLOORS).map((what) => [what, []]));
  for (const what of Object.keys(FLOORS)) if (!WHOLE.includes(what)) await run({ what, clients: 4, seconds });
  for (let round = 0; round < rounds; round++) {
    for (const [what, floor] of Object.entries(FLOORS)) {
      if (WHOLE.includes(what) && count > 10_000 && round > 0) continue;
      const taken = await run({ what, floor, seconds });
      costs[what].push({ ratio: taken.operation / taken.floor, milliseconds: taken.operation });
    }
  }
  const { megabytes } = await run({ what: 'read', clients: 1, seconds: 0.01 });
  const rates = {};
  for (const what of ['session check', 'sign-in']) {
    for (const processes of PROCESSES) {
      rates[`${what} ${processes}`] = [];
      for (let round = 0; round < rounds; round++) {
        const bare = await together(workers.slice(0, 1), FLOORS[what], seconds / 2);
        rates[`${what} ${processes}`].push((await together(workers.slice(0, processes), what, seconds)) / bare);
      }
    }
  }
  await Promise.all(
    workers.map(async (each) => {
      const ended = once(each, 'exit');
      each.disconnect();
      await ended;
    }),
  );
  return { kind, count, costs, rates, bytes, megabytes, seeding };
}

async function together(workers, what, seconds) {
  const taken = await Promise.all(
    workers.map(async (worker) => {
      worker.send({ what, clients: CLIENTS / workers.length, seconds });
      return (await once(worker, 'message'))[0].perSecond;
    }),
  );
  return taken.reduce((sum, each) => sum + each, 0);
}

async function preparePostgres(url, count) {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const { store } = onPostgres(pool);
  await store.open();
  await pool.query('create table floor (id int primary key, doc text); create table floor_write (doc text)');
  await pool.query('insert into floor values (1, $1)', ['x'.repeat(1_000)]);
  await seedPostgres(store, pool, count);
  const { rows } = await pool.query(
    `select coalesce(sum(pg_table_size(relid)), 0)::float8 as tables, coalesce(sum(pg_indexes_size(relid)), 0)::float8 as indexes
     from pg_stat_user_tables where schemaname = 'sallyport'`,
  );
  await pool.end();
  return rows[0];
}

async function prepareMongo(url, count) {
  const { client, store, close } = await onMongo(url);
  await store.open();
  await seedMongo(store, client.db(), count);
  const { storageSize, totalIndexSize } = await client.db().command({ collStats: 'sallyport' });
  await close();
  return { tables: storageSize, indexes: totalIndexSize };
}

function table(measured, { rounds, seconds }) {
  const name = ({ kind, count }) => `${kind === 'postgres' ? 'Postgres' : 'MongoDB'}, ${count.toLocaleString('en-US')}`;
  const ratio = (list) => text(spread(list), '×');
  const megabytes = (bytes) => Math.round(bytes / 2 ** 20).toLocaleString('en-US');
  const of = (each, what) => ratio(each.costs[what].map((cost) => cost.ratio));
  return {
    title: 'How the costs grow',
    words: `One client, lower quartile, to the floor of the same moment: one read by a key of a table that does not grow, and for a sign-in also one durable write. A sign-in is one request with a password and a cheap hash, without HTTP, so that the part of the database shows. ${rounds === 1 ? '1 round' : `${rounds} rounds`} of ${seconds} s each. The rates are those of ${CLIENTS} clients in one, two and four processes, to the floor's rate in one process.`,
    head: [
      'accounts',
      ...Object.keys(FLOORS),
      'preview, s on one machine',
      'tables, MB',
      'indexes, MB',
      'memory of a process, MB',
      ...PROCESSES.map((processes) => `checks a second, ${processes}`),
      ...PROCESSES.map((processes) => `sign-ins a second, ${processes}`),
    ],
    rows: measured.map((each) => [
      name(each),
      ...Object.keys(FLOORS).map((what) => of(each, what)),
      text(spread(each.costs.preview.map((cost) => cost.milliseconds / 1000))),
      megabytes(each.bytes.tables),
      megabytes(each.bytes.indexes),
      Math.round(each.megabytes).toString(),
      ...['session check', 'sign-in'].flatMap((what) =>
        PROCESSES.map((processes) => ratio(each.rates[`${what} ${processes}`])),
      ),
    ]),
  };
}
