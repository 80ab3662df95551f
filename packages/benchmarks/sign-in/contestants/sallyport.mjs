import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSallyport } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import express from 'express';
import { onMongo, onPostgres, onSqlite } from '../open-store.mjs';
import { cookies, kept } from './cookies.mjs';

const SECRET = 'a secret of a benchmark, long enough to be taken';
const SEED = fileURLToPath(new URL('../people.mjs', import.meta.url));

export async function start({ pool, url, port, options }) {
  const origin = `http://localhost:${port}`;
  const kind = options.store ?? 'postgres';
  const opened =
    kind === 'mongo'
      ? await onMongo(url, { monitorCommands: true })
      : kind === 'sqlite'
        ? onSqlite(url)
        : onPostgres(options.statementsBy === 'pg' ? withReplacedQuery(pool) : pool, {
            prepare: options.prepare ?? true,
          });
  const clock = ahead();
  const reuses = options.reuse === undefined ? {} : { sessionCheck: { reuse: options.reuse }, timer: clock.timer };
  const auth = createSallyport({ origin, secrets: [SECRET], store: opened.store, sendMail: () => {}, ...reuses });
  await auth.ready();
  clock.passes(60_000);
  const guards = sallyport(auth);
  const app = express().disable('x-powered-by');
  app.use('/auth', guards.routes());
  app.get('/me', guards.require(), (req, res) => {
    res.json({ user: { id: req.sallyport.accountId, roles: req.sallyport.roles } });
  });
  return {
    handler: app,
    client: opened.client,
    counter: opened.counter,
    async seed(count) {
      const asked = { store: kind, url: url ?? pool.options.connectionString, origin, secret: SECRET, count };
      const { stdout } = await promisify(execFile)(process.execPath, [SEED, JSON.stringify(asked)], {
        maxBuffer: 2 ** 28,
      });
      await opened.settle();
      return JSON.parse(stdout);
    },
  };
}

/** A timer with a clock that jumps, because a process reuses no check in its first minute. */
function ahead() {
  let passed = 0;
  return {
    passes: (milliseconds) => {
      passed += milliseconds;
    },
    timer: {
      after(milliseconds, run, keepsAlive) {
        const timeout = setTimeout(run, milliseconds);
        if (!keepsAlive) timeout.unref();
        return () => clearTimeout(timeout);
      },
      now: () => performance.now() + passed,
    },
  };
}

function post(path, body, carry) {
  return { method: 'POST', path, headers: { 'sec-fetch-site': 'same-origin', ...cookies(carry) }, body };
}

export const requests = {
  password: ({ email, password }, carry) => post('/auth/sign-in', { identifier: email, password }, carry),
  totp: (_person, code, carry) => post('/auth/sign-in/totp', { code }, carry),
  backup: (_person, code, carry) => post('/auth/sign-in/backup-code', { code }, carry),
  session: (carry) => ({ path: '/me', headers: cookies(carry) }),
};

export function keptByBrowser(carry) {
  return Object.fromEntries(Object.entries(carry).filter(([name]) => name.endsWith('-device')));
}

export function read(step, { status, headers, body }, carry) {
  const ok = status === 200 && (step === 'session' || ['continue', 'complete'].includes(body?.status));
  const why = `${status} ${body?.code ?? ''}`.trim();
  return { ok, pending: body?.status === 'continue', carry: kept(carry, { headers }), why };
}

/** The store then sends by the pool's `query`, and not by its own wire-protocol code. */
function withReplacedQuery(pool) {
  const query = pool.query.bind(pool);
  pool.query = (...statement) => query(...statement);
  return pool;
}
