import { createSallyport, isRefusal, type SendMail } from '@sallyport/engine';
import { sallyport } from '@sallyport/hono';
import { memoryStore } from '@sallyport/storage-memory';
import { type Context, Hono } from 'hono';

export interface AppOptions {
  /** The origin in the browser's address bar. */
  readonly origin: string;
  readonly secret: string;
  readonly sendMail: SendMail;
  /** Returns the client's address from the runtime. */
  readonly ip?: (c: Context) => string | undefined;
}

/** Makes the app, with sign-in by Sallyport. */
export async function createApp({ origin, secret, sendMail, ip }: AppOptions): Promise<{
  readonly app: Hono;
  close(): Promise<void>;
}> {
  const auth = createSallyport({
    origin,
    secrets: [secret],
    store: memoryStore(),
    policy: { administrators: {} }, // No role administers over HTTP.
    sendMail,
    logger: console,
  });
  await auth.ready();
  const guard = sallyport(auth, { ip });

  const app = new Hono();
  app.use(guard.routes({ prefix: '/auth' }));

  app.post('/sign-up', async (c) => {
    const { email, password }: Partial<Record<string, unknown>> = Object(await c.req.json().catch(() => undefined));
    if (typeof email !== 'string' || typeof password !== 'string') {
      return c.json({ error: 'email and password are needed' }, 400);
    }
    const account = await auth.people.create({ identifier: email, email, password, by: 'host' });
    if (isRefusal(account)) return c.json({ error: account.refused }, account.refused === 'already-exists' ? 409 : 400);
    return c.json({ account: account.accountId }, 201);
  });

  app.get('/me', guard.require(), (c) => c.json({ account: c.var.sallyport.accountId }));
  app.post('/payout', guard.require('enhanced', { within: '5m' }), (c) => c.json({ paid: true }));
  return { app, close: () => auth.close() };
}
