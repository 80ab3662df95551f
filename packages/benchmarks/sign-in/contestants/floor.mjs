// In each request one read and one durable write, of as many bytes as Sallyport's.
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import express from 'express';
import { accepts } from '../authenticator-app.mjs';
import { COST, PASSWORD } from '../password.mjs';
import { cookies, kept } from './cookies.mjs';
import { onMongo } from './floor-on-mongo.mjs';
import { onPostgres } from './floor-on-postgres.mjs';
import { onSqlite } from './floor-on-sqlite.mjs';

const ON = { mongo: onMongo, sqlite: onSqlite };

const token = () => randomBytes(32).toString('base64url');
const cookie = (req, wanted) => new RegExp(`(?:^|; )${wanted}=([^;]+)`).exec(req.headers.cookie ?? '')?.[1];

export async function start({ pool, url, options }) {
  const database = await (options.store === undefined ? onPostgres(pool) : ON[options.store](url));
  const refuse = (res) => void res.status(401).json({ code: 'invalid' });
  const app = express().disable('x-powered-by');
  app.use(express.json());
  app.post('/password', async (req, res) => {
    const account = await database.accountOf(req.body.email);
    if (!account || !(await verify(account.doc.password.hash, req.body.password))) return refuse(res);
    const flow = token();
    await database.openFlow({ token: flow, accountId: account.id, doc: written(700) });
    res.cookie('flow', flow, { httpOnly: true }).json({ pending: true });
  });
  app.post('/totp', async (req, res) => {
    const account = await database.accountInFlow(cookie(req, 'flow') ?? '');
    if (!account || !accepts(Buffer.from(account.doc.totp.sealed, 'base64'), req.body.code)) return refuse(res);
    const session = { token: token(), accountId: account.id, doc: written(2_100) };
    if (!(await database.openSession(cookie(req, 'flow'), session))) return refuse(res);
    res.clearCookie('flow').cookie('session', session.token, { httpOnly: true }).json({ ok: true });
  });
  app.get('/me', async (req, res) => {
    const user = await database.userOf(cookie(req, 'session') ?? '');
    if (!user) return refuse(res);
    res.json({ user });
  });
  return {
    handler: app,
    client: database.client,
    counter: database.counter,
    async seed(count) {
      const key = randomBytes(20).toString('base64');
      const doc = { password: { hash: await hash(PASSWORD, COST) }, totp: { sealed: key }, ...written(1_000) };
      await database.seed(count, doc);
      const emails = Array.from({ length: count }, (_, place) => `user${place + 1}@example.test`);
      return emails.map((email) => ({ email, password: PASSWORD, totpSecret: key, backupCodes: [] }));
    },
  };
}

function written(bytes) {
  return { written: randomBytes(Math.ceil((bytes * 3) / 4)).toString('base64url') };
}

export const requests = {
  password: ({ email, password }) => ({ method: 'POST', path: '/password', body: { email, password } }),
  totp: (_person, code, carry) => ({ method: 'POST', path: '/totp', headers: cookies(carry), body: { code } }),
  session: ({ session }) => ({ path: '/me', headers: cookies({ session }) }),
};

export function read(_step, { status, headers, body }, carry) {
  const why = `${status} ${body?.code ?? ''}`.trim();
  return { ok: status === 200, pending: body?.pending === true, carry: kept(carry, { headers }), why };
}
