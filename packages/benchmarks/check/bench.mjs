import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { takingTurns } from '../report/closed-loop.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';

const CLIENTS = 16;
const ROUTES = ['/bare', '/checked'];
const TURNS = 10;

export async function checkBench({ rounds, seconds, patience }) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), {
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
  const [bare, checked] = taken;
  const of = (runs, what) => runs.map((run) => run[what]);
  const row = (label, runs) => [
    label,
    runs === bare ? '1×' : text(ratios(of(runs, 'perSecond'), of(bare, 'perSecond')), '×'),
    runs === bare ? '1×' : text(ratios(of(runs, 'cpu'), of(bare, 'cpu')), '×'),
    text(spread(of(runs, 'perSecond'))),
  ];
  return {
    title: 'A session check without a database',
    words: `A route of Express, bare and behind \`require()\` with the memory store. ${CLIENTS} clients send requests with a session's cookie. ${rounds} rounds of ${seconds} s each, in ${TURNS} turns. Other processes used ${Math.round(100 * spread(loads).middle)} % of the machine before a round.`,
    head: ['to the bare route', 'a second', "processor's time a request", 'a second on one machine'],
    rows: [row('the bare route', bare), row('behind the session check', checked)],
  };
}
