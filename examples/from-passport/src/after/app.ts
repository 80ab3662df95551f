import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { sallyport, sessionOf } from '@sallyport/express';
import express, { type Express, type RequestHandler } from 'express';
import type { Pool } from 'pg';
import { oldSessions } from './old-sessions.ts';

export interface AppOptions {
  readonly auth: Sallyport;
  readonly pool: Pool;
  /** The secret of the old app's sessions. */
  readonly sessionSecret: string;
}

/** Makes the app, with sign-in by Sallyport. The key of an account (`externalId`) is `users.id`, so the users table gets no new column. */
export async function createApp({ auth, pool, sessionSecret }: AppOptions): Promise<Express> {
  await auth.ready();
  // A user who signs up here has no hash in the users table. Drop the columns password_hash and totp_secret when the move is over.
  await pool.query('alter table users alter column password_hash drop not null');
  const guard = sallyport(auth);
  const old = oldSessions(auth, pool, sessionSecret);

  const app = express();
  // Sign-in, sign-out, password, authenticator app, passkeys: /auth/sign-in, /auth/account/…
  app.use('/auth', guard.routes());
  app.use(express.json());
  app.use(old.read);

  app.post('/sign-up', async (req, res) => {
    const { email, password }: Partial<Record<string, unknown>> = req.body ?? {};
    if (typeof email !== 'string' || typeof password !== 'string') {
      res.status(400).json({ error: 'email and password are needed' });
      return;
    }
    const added = await pool.query('insert into users (email) values (lower($1)) on conflict do nothing returning id', [
      email,
    ]);
    const id: number | undefined = added.rows[0]?.id;
    if (id === undefined) {
      res.status(409).json({ error: 'already-exists' });
      return;
    }
    // The first sign-in asks for a code to the address.
    const account = await auth.people.create({
      identifier: email,
      email,
      password,
      externalId: `${id}`,
      by: hostCode('sign-up'),
    });
    if (isRefusal(account)) {
      await pool.query('delete from users where id = $1', [id]);
      res.status(account.refused === 'already-exists' ? 409 : 400).json({ error: account.refused });
      return;
    }
    res.status(201).json({ id, email });
  });
  app.post('/sign-out', old.signOut);

  const bySallyport = guard.require();
  /** Until the last old session has ended. Then the routes take `guard.require()`, as each new route does. */
  const signedIn: RequestHandler = async (req, res, next) => {
    res.locals['user'] = await old.userOf(req);
    return res.locals['user'] === undefined ? bySallyport(req, res, next) : next();
  };

  app.get('/orders', signedIn, async (req, res) => {
    const user: number = res.locals['user'] ?? Number(sessionOf(req).externalId);
    const { rows } = await pool.query('select id, item from orders where user_id = $1 order by id', [user]);
    res.json({ orders: rows });
  });
  return app;
}
