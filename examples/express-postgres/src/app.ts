import { createSallyport, isRefusal, type SendMail } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { postgresStore } from '@sallyport/storage-postgres';
import express, { type Express } from 'express';
import type { Pool } from 'pg';
import { policy } from './policy.ts';
import { users as usersIn } from './users.ts';

export interface AppOptions {
  /** The app's own pool. Sallyport uses it as well, in a schema of its own. */
  readonly pool: Pool;
  /** What people see in the address bar. */
  readonly origin: string;
  readonly secret: string;
  readonly sendMail: SendMail;
}

/** The app, with sign-in: what Sallyport added to it is marked. */
export async function createApp({ pool, origin, secret, sendMail }: AppOptions): Promise<{
  readonly app: Express;
  close(): Promise<void>;
}> {
  const users = usersIn(pool);

  // Sallyport, beside the app in the same database.
  const auth = createSallyport({
    origin,
    secrets: [secret],
    store: postgresStore(pool),
    policy,
    sendMail,
    resolveSubject: (accountId) => users.rolesOf(accountId),
    logger: console,
  });
  // It waits for a database that is not up yet, and says so.
  await auth.ready();
  await users.prepare();
  const guard = sallyport(auth);

  const app = express();
  app.use('/auth', guard.routes());
  app.use(express.json());

  app.post('/sign-up', async (req, res) => {
    const { email, name, password }: Partial<Record<string, unknown>> = req.body ?? {};
    if (typeof email !== 'string' || typeof name !== 'string' || typeof password !== 'string') {
      res.status(400).json({ error: 'email, name and password are needed' });
      return;
    }
    const account = await auth.accounts.create({ identifier: email, email, password });
    if (isRefusal(account)) {
      res.status(account.refused === 'already-exists' ? 409 : 400).json({ error: account.refused });
      return;
    }
    const user = await users.add({ email, name, accountId: account.accountId });
    res.status(201).json(user);
  });

  // Anyone who is signed in; the app goes on working with its own user.
  app.get('/orders', guard.require(), async (req, res) => {
    const user = await users.byAccount(req.sallyport.accountId);
    const { rows } = await pool.query('select id, item from orders where user_id = $1 order by id', [user?.id]);
    res.json({ user, orders: rows });
  });

  // What a person may do is the app's to say; how well they proved who they are is Sallyport's.
  app.delete('/orders/:id', guard.require('enhanced', { within: '15m' }), async (req, res) => {
    const user = await users.byAccount(req.sallyport.accountId);
    if (user?.roles.includes('staff') !== true) {
      res.status(403).json({ error: 'staff only' });
      return;
    }
    await pool.query('delete from orders where id = $1', [Number(req.params.id)]);
    res.status(204).end();
  });

  return { app, close: () => auth.close() };
}
