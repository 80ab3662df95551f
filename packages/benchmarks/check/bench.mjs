import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startMongo } from '../databases/mongo.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { startSqlite } from '../databases/sqlite.mjs';
import { takingTurns } from '../report/closed-loop.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';

const CLIENTS = 16;
const ROUTES = ['/bare', '/checked', '/entered/org-7'];
const TURNS = 10;
const STORES = {
  memory: { label: 'memory', start: () => ({ database: () => '', stop() {} }) },
  postgres: { label: 'Postgres', start: startPostgres },
  mongo: { label: 'MongoDB', start: startMongo },
  sqlite: { label: 'SQLite', start: startSqlite },
};

export async function checkBench({ rounds, seconds, patience }) {
  const rows = [];
  const loads = [];
  for (const [kind, { label, start }] of Object.entries(STORES)) {
    const store = await start();
    if (store === undefined) continue;
    try {
      const measured = await onStore([kind, await store.database('check')], { rounds, seconds, patience });
      loads.push(...measured.loads);
      rows.push(...rowsOf(label, measured.taken));
    } finally {
      await store.stop();
    }
  }
  return {
    title: 'A session check, and a check that enters an organisation',
    words: `A route of Express, bare, behind \`require()\`, and behind \`require({ in })\`. ${CLIENTS} clients send requests with one session's cookie. The person is in 20 of 1,000 organisations, each with a rule of its own. ${rounds} rounds of ${seconds} s each, in ${TURNS} turns. Other processes used ${Math.round(100 * spread(loads).middle)} % of the machine before a round.`,
    head: [
      '',
      'requests a second, to the bare route',
      "processor's time a request, to the bare route",
      'p50, to a check without an organisation',
      'a second on one machine',
    ],
    rows,
  };
}

async function onStore(args, { rounds, seconds, patience }) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), args, {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [{ port, headers }] = await once(child, 'message');
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const get = (path) =>
    new Promise((answered, failed) => {
      const asking = request({ agent, host: '127.0.0.1', port, path, headers }, (answer) => {
        if (answer.statusCode !== 200) failed(new Error(`${path} answered ${answer.statusCode}`));
        answer.resume().on('end', answered);
      });
      asking.on('error', failed).end();
    });
  const spent = async () => {
    child.send('spent');
    const [cpu] = await once(child, 'message');
    return cpu;
  };
  const contestants = ROUTES.map((path) => ({ task: () => get(path), spent }));
  const measure = () => takingTurns({ clients: CLIENTS, seconds, slice: seconds / TURNS, contestants });
  const taken = ROUTES.map(() => []);
  const loads = [];
  await measure();
  for (let round = 0; round < rounds; round++) {
    loads.push(await quiet(patience));
    for (const [place, run] of (await measure()).entries()) taken[place].push(run);
  }
  agent.destroy();
  child.disconnect();
  return { taken, loads };
}

function rowsOf(store, [bare, checked, entered]) {
  const of = (runs, what) => runs.map((run) => run[what]);
  const row = (label, runs, beside) => [
    `${store}: ${label}`,
    text(ratios(of(runs, 'perSecond'), of(bare, 'perSecond')), '×'),
    text(ratios(of(runs, 'cpu'), of(bare, 'cpu')), '×'),
    beside === undefined ? '' : text(ratios(of(runs, 'p50'), of(beside, 'p50')), '×'),
    text(spread(of(runs, 'perSecond'))),
  ];
  return [row('a check', checked), row('entering an organisation', entered, checked)];
}
