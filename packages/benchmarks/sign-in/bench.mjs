// Every ratio compares runs of one round.
import { setTimeout as sleep } from 'node:timers/promises';
import { startMongo } from '../databases/mongo.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { startSqlite } from '../databases/sqlite.mjs';
import { repeat, takingTurns } from '../report/closed-loop.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';
import { startContestant } from './load.mjs';
import { installedPeer } from './peer.mjs';

const PEOPLE = 2_500;
/** For session checks alone. */
const FEW = 250;
/** Of sign-ins. Sixteen clients also check sessions of a single account. */
const CLIENTS = [1, 16];
/** Milliseconds until the notice of an unknown device has surely been sent. */
const NOTICE = 500;
/**
 * Requests: a warm-up by time would leave slow contestants with less compiled code. Each measured sign-in comes from a known device. Many clients and a
 * single one warm up different code, because concurrent checks share statements.
 */
const WARM = { checks: 5_000 };
/** Milliseconds after which everyone has a new code. */
const NEXT_CODE = 31_000;

const ON_POSTGRES = {
  title: 'A sign-in on Postgres',
  start: startPostgres,
  floor: 'one read and one durable write of as many bytes',
  unit: 'statements',
  contestants: [
    { id: 'floor', label: 'the floor', by: 'floor', options: {} },
    { id: 'named', label: '**Sallyport**', by: 'sallyport', options: {} },
    {
      id: 'by-pg',
      label: "**Sallyport**, statements by `pg`'s own code",
      by: 'sallyport',
      options: { statementsBy: 'pg' },
    },
    {
      id: 'unnamed',
      label: '**Sallyport**, `prepare: false`',
      by: 'sallyport',
      options: { prepare: false },
    },
    {
      id: 'reuse',
      label: "**Sallyport**, `sessionCheck: { reuse: '250ms' }`",
      by: 'sallyport',
      options: { reuse: '250ms' },
      checksAlone: true,
    },
    { id: 'better_auth', label: 'better-auth', by: 'better-auth', options: {} },
    {
      id: 'cookie_cache',
      label: 'better-auth, cookie cache',
      by: 'better-auth',
      options: { cookieCache: true },
      checksAlone: true,
    },
  ],
  peer: 'better-auth@1.7.25',
};
const ON_MONGO = {
  title: 'A sign-in on MongoDB',
  start: startMongo,
  floor: 'one read and one durable write of as many bytes, and with the code another write, which consumes the flow',
  unit: 'commands',
  contestants: [
    { id: 'floor', label: 'the floor', by: 'floor', options: { store: 'mongo' } },
    { id: 'sallyport', label: '**Sallyport**', by: 'sallyport', options: { store: 'mongo' } },
  ],
};

const ON_SQLITE = {
  title: 'A sign-in on SQLite',
  start: startSqlite,
  floor: 'one read and one durable write of as many bytes in the same file',
  unit: 'statements',
  contestants: [
    { id: 'floor', label: 'the floor', by: 'floor', options: { store: 'sqlite' } },
    { id: 'sallyport', label: '**Sallyport**', by: 'sallyport', options: { store: 'sqlite' } },
  ],
};

export const signInBench = (options) => bench(ON_POSTGRES, options);
export const mongoBench = (options) => bench(ON_MONGO, options);
export const sqliteBench = (options) => bench(ON_SQLITE, options);

async function bench(
  { title, start, floor, unit, contestants: all, peer: name },
  { rounds, seconds, clients, checksOnly, patience },
) {
  const peer = name && (await installedPeer(name));
  const contestants = all.filter(
    ({ checksAlone, by }) => (checksOnly || checksAlone !== true) && (by !== 'better-auth' || peer !== undefined),
  );
  const tasks = tasksOf(clients, checksOnly);
  const sessions = Math.max(16, ...clients);
  const database = await start();
  if (database === undefined) {
    peer?.remove();
    return undefined;
  }
  const running = [];
  try {
    for (const each of contestants) {
      const url = await database.database(`benchmark_${each.id}`);
      const options = each.by === 'better-auth' ? { ...each.options, folder: peer.folder } : each.options;
      const people = checksOnly ? FEW : PEOPLE;
      running.push({ ...each, ...(await startContestant({ ...each, options, url, people })) });
    }
    for (const each of running) await warmUp(each, { seconds, clients, sessions, checksOnly });
    if (seconds >= 1 && !checksOnly) await sleep(NEXT_CODE);
    const counts = [];
    if (!checksOnly) for (const each of running) counts.push([each.label, await sentPerStep(each)]);
    const taken = await inRounds(running, tasks, { rounds, seconds, patience });
    const said = checksOnly ? 'Session checks alone.' : words({ unit, floor }, counts, taken, { rounds, seconds });
    return { title, words: said, ...table(contestants, tasks, taken) };
  } finally {
    for (const each of running) await each.stop();
    await database.stop();
    peer?.remove();
  }
}

const signIn = (running) => signInOf(running, running.next());

async function signInOf(running, person) {
  return running.totp(person, await running.password(person));
}

async function warmUp(running, { seconds, clients, sessions, checksOnly }) {
  running.sessions = [];
  for (let client = 0; client < sessions; client++) running.sessions.push(await signIn(running));
  const share = Math.min(1, seconds);
  if (!checksOnly) await repeat({ clients: 16, times: (PEOPLE - sessions) * share, task: () => signIn(running) });
  for (const count of clients) {
    const task = (client) => running.session(running.sessions[client]);
    await repeat({ clients: count, times: WARM.checks * share, task });
  }
}

async function sentPerStep(running) {
  const counted = async (step) => {
    const before = (await running.spent()).sent;
    const value = await step();
    return [(await running.spent()).sent - before, value];
  };
  const person = running.next();
  const [password, flow] = await counted(() => running.password(person));
  const [totp, session] = await counted(() => running.totp(person, flow));
  const [check] = await counted(() => running.session(session));
  const stranger = running.next();
  running.forgetBrowser(stranger);
  const [elsewhere] = await counted(async () => {
    await signInOf(running, stranger);
    await sleep(NOTICE);
  });
  return { password, totp, check, elsewhere };
}

function tasksOf(clients, checksOnly) {
  const checks = {
    what: 'session check',
    of: (running) => (client) => running.session(running.sessions[client]),
    clients,
    inTable: true,
  };
  if (checksOnly) return [checks];
  return [
    { what: 'sign-in', of: (running) => () => signIn(running), clients: CLIENTS, inTable: true },
    checks,
    { what: 'session check, one account', of: (running) => () => running.session(running.sessions[0]), clients: [16] },
  ];
}

/** Seconds. */
const sliceOf = (what, clients) => (what === 'sign-in' ? (clients === 1 ? 0.25 : 1) : 0.1);

async function inRounds(running, tasks, { rounds, seconds, patience }) {
  const taken = { loads: [] };
  for (let round = 0; round < rounds; round++) {
    taken.loads.push(await quiet(patience));
    // So that a contestant does not always follow the same contestant.
    const turn = round % 2 === 0 ? running : running.toReversed();
    for (const { what, of, clients: counts } of tasks) {
      for (const clients of counts) {
        const contestants = turn.map((each) => ({ task: of(each), spent: async () => (await each.spent()).cpu }));
        const measured = await takingTurns({ clients, seconds, slice: sliceOf(what, clients), contestants });
        for (const [place, { id }] of turn.entries()) {
          taken[`${what} ${clients}`] ??= {};
          taken[`${what} ${clients}`][id] ??= [];
          taken[`${what} ${clients}`][id].push(measured[place]);
        }
      }
    }
  }
  return taken;
}

function words({ unit, floor }, counts, taken, { rounds, seconds }) {
  const sent = counts.map(
    ([label, { password, totp, check, elsewhere }]) =>
      `${label} ${password} + ${totp}, ${elsewhere} for both requests at an unknown device, and ${check} a session check`,
  );
  const one = contention(taken);
  const alone =
    one === undefined
      ? ''
      : ` Sixteen clients of one account check ${text(one, ' times')} as many sessions a second as sixteen clients of sixteen accounts.`;
  return `A sign-in is two requests: a password, then a code of the authenticator app. Each sign-in comes from a device that the account knows. A session check is a request to a guarded route. The floor runs the same argon2 and, in each request, ${floor}. For a session check the floor makes one round trip to the database behind bare Express. ${rounds} rounds of ${seconds} s each. The contestants take turns every 0.1 s (session checks), 0.25 s (sign-ins of one client) or 1 s (sign-ins of sixteen clients). The load, the server and the database share the machine. ${capital(unit)} sent: ${sent.join('; ')}.${alone} Other processes used ${Math.round(spread(taken.loads).middle * 100)} % of the machine before a round.`;
}

function contention(taken) {
  if (taken['session check 16'] === undefined) return undefined;
  const id = Object.keys(taken['session check 16']).find((each) => each !== 'floor');
  const perSecond = (what) => taken[what][id].map((slice) => slice.perSecond);
  return ratios(perSecond('session check, one account 16'), perSecond('session check 16'));
}

function table(contestants, tasks, taken) {
  const rows = [];
  for (const { what, clients: counts } of tasks.filter(({ inTable }) => inTable)) {
    for (const clients of counts) {
      const slices = taken[`${what} ${clients}`];
      for (const { id, label } of contestants) {
        const of = (member) => slices[id].map((slice) => slice[member]);
        const toFloor = (member) =>
          id === 'floor'
            ? '1×'
            : text(
                ratios(
                  of(member),
                  slices.floor.map((slice) => slice[member]),
                ),
                '×',
              );
        rows.push([
          `${what}, ${clients === 1 ? '1 client' : `${clients} clients`}: ${label}`,
          toFloor('p50'),
          toFloor('p95'),
          toFloor('perSecond'),
          toFloor('cpu'),
          text(spread(of('p50'))),
        ]);
      }
    }
  }
  return { head: ['to the floor', 'p50', 'p95', 'a second', 'CPU of the server', 'p50 in ms on one machine'], rows };
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);
