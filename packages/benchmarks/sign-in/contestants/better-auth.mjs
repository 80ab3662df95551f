// On `pg` and its own schema, with the same argon2. `options.folder` holds the installed package.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hash, verify } from '@node-rs/argon2';
import express from 'express';
import { COST, PASSWORD } from '../password.mjs';
import { cookies, kept } from './cookies.mjs';

const ORIGIN = 'http://localhost';
const SECRET = 'a secret of a benchmark, long enough to be taken';

export async function start({ pool, options: { folder, cookieCache = false } }) {
  const from = createRequire(join(folder, 'package.json'));
  const load = (name) => import(pathToFileURL(from.resolve(name)).href);
  const { betterAuth } = await load('better-auth');
  const { twoFactor } = await load('better-auth/plugins');
  const { fromNodeHeaders, toNodeHandler } = await load('better-auth/node');
  const { getMigrations } = await load('better-auth/db/migration');
  const { symmetricDecrypt } = await load('better-auth/crypto');
  const configuration = {
    database: pool,
    secret: SECRET,
    baseURL: ORIGIN,
    trustedOrigins: [ORIGIN],
    emailAndPassword: {
      enabled: true,
      password: { hash: (password) => hash(password, COST), verify: (asked) => verify(asked.hash, asked.password) },
    },
    plugins: [twoFactor({ skipVerificationOnEnable: true })],
    session: { cookieCache: { enabled: cookieCache, maxAge: 300 } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  };
  const { runMigrations } = await getMigrations(configuration);
  await runMigrations();
  const auth = betterAuth(configuration);
  const app = express().disable('x-powered-by');
  app.all('/api/auth/*path', toNodeHandler(auth));
  app.get('/me', async (req, res) => {
    const session = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
    if (!session) return void res.status(401).json({ code: 'invalid' });
    res.json({ user: { id: session.user.id, email: session.user.email } });
  });
  return {
    handler: app,
    async seed(count) {
      const first = { name: 'user', email: 'user0@example.test', password: PASSWORD };
      const { headers } = await auth.api.signUpEmail({ body: first, returnHeaders: true });
      const cookie = headers.getSetCookie().map((line) => line.split(';')[0]);
      const asked = { body: { password: PASSWORD }, headers: new Headers({ cookie: cookie.join('; ') }) };
      await auth.api.enableTwoFactor(asked);
      for (const table of ['user', 'account', 'twoFactor']) await copyRows(pool, table, count);
      await pool.query('vacuum analyze');
      const { rows } = await pool.query('select secret from "twoFactor" limit 1');
      const key = Buffer.from(await symmetricDecrypt({ key: SECRET, data: rows[0].secret })).toString('base64');
      const emails = Array.from({ length: count }, (_, place) => `user${place + 1}@example.test`);
      return emails.map((email) => ({ email, password: PASSWORD, totpSecret: key, backupCodes: [] }));
    },
  };
}

const CHANGED = { id: `'u' || i`, userId: `'u' || i`, accountId: `'u' || i`, email: `'user' || i || '@example.test'` };

/** Everybody gets what the first person has. */
async function copyRows(pool, table, count) {
  const { rows } = await pool.query(
    'select column_name as name from information_schema.columns where table_name = $1',
    [table],
  );
  const columns = rows.map(({ name }) => `"${name}"`);
  const values = rows.map(({ name }) => CHANGED[name] ?? `t."${name}"`);
  await pool.query(
    `insert into "${table}" (${columns}) select ${values} from "${table}" t, generate_series(1, $1::int) i`,
    [count],
  );
}

function post(path, body, carry) {
  return { method: 'POST', path: `/api/auth${path}`, headers: { origin: ORIGIN, ...cookies(carry) }, body };
}

export const requests = {
  password: ({ email, password }, carry) => post('/sign-in/email', { email, password }, carry),
  totp: (_person, code, carry) => post('/two-factor/verify-totp', { code }, carry),
  session: (carry) => ({ path: '/me', headers: cookies(carry) }),
};

export const keptByBrowser = () => ({});

export function read(_step, { status, headers, body }, carry) {
  const why = `${status} ${body?.code ?? ''}`.trim();
  return { ok: status === 200, pending: body?.twoFactorRedirect === true, carry: kept(carry, { headers }), why };
}
