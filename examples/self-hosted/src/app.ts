import type { Sallyport } from '@sallyport/engine';
import { sallyport } from '@sallyport/hono';
import { type Context, Hono } from 'hono';

/** Makes the app. `ip` returns the client's address from the runtime. */
export function createApp(auth: Sallyport, ip?: (c: Context) => string | undefined): Hono {
  const guard = sallyport(auth, { ip });
  const app = new Hono();
  // Anyone may make an account, by a link to the own mailbox.
  app.use(guard.routes({ prefix: '/auth', signUp: true }));
  app.get('/me', guard.require(), (c) => c.json({ account: c.var.sallyport.accountId }));
  return app;
}
