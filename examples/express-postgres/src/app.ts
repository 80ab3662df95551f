import { createSallyport, type SendMail } from '@sallyport/engine';
import { sallyport, sessionOf } from '@sallyport/express';
import { postgresStore } from '@sallyport/storage-postgres';
import express, { type Express } from 'express';
import type { Pool } from 'pg';
import { policy } from './policy.ts';
import { users as usersIn } from './users.ts';

export interface AppOptions {
  /** The app's own pool. Sallyport uses the pool too, with a separate schema. */
  readonly pool: Pool;
  /** The origin in the browser's address bar. */
  readonly origin: string;
  readonly secret: string;
  readonly sendMail: SendMail;
}

/** Makes the app, with sign-in by Sallyport. */
export async function createApp({ pool, origin, secret, sendMail }: AppOptions): Promise<{
  readonly app: Express;
  close(): Promise<void>;
}> {
  const users = usersIn(pool);

  // Sallyport uses the same database as the app.
  const auth = createSallyport({
    origin,
    secrets: [secret],
    store: postgresStore(pool),
    policy,
    sendMail,
    // A person who has just signed up has no row yet, and no role.
    resolveSubject: async (accountId) => (await users.byAccount(accountId))?.roles ?? [],
    logger: console,
  });
  // Waits up to 60 s for the database, and logs the wait.
  await auth.ready();
  await users.prepare();
  const guard = sallyport(auth);

  /** The address that the person proved at the sign-up. */
  async function addressOf(accountId: string): Promise<string> {
    const { email = accountId } = (await auth.people.find({ accountId })) ?? {};
    return email;
  }

  const app = express();
  // Anyone may make an account, by a link to the own mailbox.
  app.use('/auth', guard.routes({ signUp: true }));
  app.use(express.json());

  // For every signed-in person. The app finds its own user by the account's id, and adds the user at the first request.
  app.get('/orders', guard.require(), async (req, res) => {
    const { accountId } = sessionOf(req);
    const user =
      (await users.byAccount(accountId)) ?? (await users.add({ accountId, email: await addressOf(accountId) }));
    const { rows } = await pool.query('select id, item from orders where user_id = $1 order by id', [user.id]);
    res.json({ user, orders: rows });
  });

  // The app decides what a person may do. Sallyport checks how strongly and how recently the person proved their identity.
  app.delete('/orders/:id', guard.require('enhanced', { within: '15m' }), async (req, res) => {
    const user = await users.byAccount(sessionOf(req).accountId);
    if (user?.roles.includes('staff') !== true) {
      res.status(403).json({ error: 'staff only' });
      return;
    }
    await pool.query('delete from orders where id = $1', [Number(req.params.id)]);
    res.status(204).end();
  });

  return { app, close: () => auth.close() };
}
