// `beginStep` beside one bare UPSERT. All guesses count in one row.
import { createSallyport, hostCode } from '@sallyport/engine';
import { postgresStore } from '@sallyport/storage-postgres';
import pg from 'pg';
import { startPostgres } from '../databases/postgres.mjs';
import { closedLoop } from '../report/closed-loop.mjs';
import { quiet } from '../report/quiet.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';

const CLIENTS = [1, 50];
const HOUR = 3_600_000;
const NEVER = {
  maxFailures: 1_000_000_000,
  window: HOUR,
  lockLengths: [HOUR],
  hardLimit: 1_000_000_000,
  judgedWithin: 30_000,
};
const TEN = { ...NEVER, maxFailures: 10 };

const BARE = `insert into bare_counter as c (key, n, until) values ($1, 1, $2) on conflict (key) do update
  set n = case when c.until <= $3 then 1 else c.n + 1 end, until = case when c.until <= $3 then $2 else c.until end returning n`;

export async function counterBench({ rounds, seconds, patience }) {
  const server = await startPostgres();
  const pool = new pg.Pool({ connectionString: await server.database('benchmark_counter'), max: 10 });
  pool.on('error', () => {});
  try {
    const contestants = await contestantsOn(pool);
    for (const { guess } of contestants) for (let turn = 0; turn < 2_000 * seconds; turn++) await guess();
    const taken = {};
    const loads = [];
    for (let round = 0; round < rounds; round++) {
      loads.push(await quiet(patience));
      for (const clients of CLIENTS) {
        for (const { id, guess } of round % 2 === 0 ? contestants : contestants.toReversed()) {
          taken[`${id} ${clients}`] ??= [];
          taken[`${id} ${clients}`].push((await closedLoop({ clients, seconds, task: guess })).perSecond);
        }
      }
    }
    return {
      title: 'The attempt counter',
      words: `Guesses at one account, which all count in one row; ${rounds} rounds of ${seconds} s. The floor is one durable, prepared UPSERT. \`beginStep\` counts in the statement that also loads policy and account, and does not wait for the disk: the later commit waits. Of 500 guesses at once with \`maxFailures: 10\`, ${await admittedOf500(pool)} were admitted. Other processes used ${Math.round(spread(loads).middle * 100)} % of the machine before a round.`,
      head: ['guesses a second, to the floor', '1 client', '50 clients', 'a second on one machine, 1 client'],
      rows: contestants.map(({ id, label }) => [
        label,
        ...CLIENTS.map((clients) =>
          id === 'floor' ? '1×' : text(ratios(taken[`${id} ${clients}`], taken[`floor ${clients}`]), '×'),
        ),
        text(spread(taken[`${id} 1`])),
      ]),
    };
  } finally {
    await pool.end();
    await server.stop();
  }
}

async function contestantsOn(pool) {
  await pool.query('create table bare_counter (key text primary key, n int not null, until bigint not null)');
  const account = await accountOn(pool, 'hot@example.test');
  await pool.query('vacuum analyze');
  const beginStep = (prepare, authenticator) =>
    guessing(postgresStore(pool, { prepare }), account, authenticator, NEVER);
  return [
    {
      id: 'floor',
      label: 'one bare UPSERT',
      guess: () => pool.query({ name: 'bare', text: BARE, values: ['key', Date.now() + HOUR, Date.now()] }),
    },
    { id: 'named', label: '**Sallyport** `beginStep`', guess: beginStep(true, 'password') },
    { id: 'unnamed', label: '**Sallyport** `beginStep`, `prepare: false`', guess: beginStep(false, 'totp') },
  ];
}

async function accountOn(pool, identifier) {
  const store = postgresStore(pool);
  const auth = createSallyport({
    origin: 'http://localhost',
    secrets: ['a secret of a benchmark, long enough to be taken'],
    store,
    sendMail: () => {},
  });
  await auth.ready();
  const { accountId } = await auth.people.create({
    identifier,
    password: 'correct horse battery staple',
    by: hostCode('host'),
  });
  await auth.close();
  return accountId;
}

function guessing(store, accountId, authenticator, limits) {
  return () =>
    store.beginStep({
      tenant: 'default',
      now: Date.now(),
      knownPolicy: 1,
      account: { kind: 'id', value: accountId },
      attempt: { authenticator, limits, perDevice: true },
    });
}

async function admittedOf500(pool) {
  const guess = guessing(postgresStore(pool), await accountOn(pool, 'cold@example.test'), 'password', TEN);
  const answers = await Promise.all(Array.from({ length: 500 }, guess));
  return answers.filter(({ attempt }) => attempt.outcome === 'counted').length;
}
