import { createSallyport, type SendMail } from '@sallyport/engine';
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
  // Anyone may make an account, by a link to the own mailbox.
  app.use(guard.routes({ prefix: '/auth', signUp: true }));

  app.get('/me', guard.require(), (c) => c.json({ account: c.var.sallyport.accountId }));
  app.post('/payout', guard.require('enhanced', { within: '5m' }), (c) => c.json({ paid: true }));
  return { app, close: () => auth.close() };
}
