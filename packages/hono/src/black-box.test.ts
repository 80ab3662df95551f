import { getRequestListener } from '@hono/node-server';
import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, type BuildApp, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import { listen } from '@sallyport/test-support/adapters/listen';
import { Hono } from 'hono';
import { sallyport } from './sallyport.ts';

const hostApp = ({ auth, options, parts, bodyParser, hostErrors }: Parameters<BuildApp>[0]): Hono => {
  const app = new Hono();
  const guard = sallyport(auth, options);
  app.onError((error, c) => {
    hostErrors(error);
    return c.json(hostAnswer(error), 500);
  });
  app.use((c, next) => {
    c.header('vary', 'X-Host');
    return next();
  });
  if (bodyParser) {
    app.use(async (c, next) => {
      const type = c.req.header('content-type') ?? '';
      if (type.includes('json')) await c.req.text();
      else if (type.includes('form')) await c.req.parseBody();
      return next();
    });
  }
  app.use(guard.routes({ prefix: '/auth', ...parts }));
  app.get('/me', guard.require(), (c) => c.json({ account: c.var.sallyport.accountId }));
  app.use('/place/*', guard.require());
  for (const path of ['/place', '/place/*'])
    app.get(path, (c) => c.json({ account: Object(c.var).sallyport.accountId }));
  app.post('/payout', guard.require('enhanced', { within: '5m' }), (c) => c.json({ paid: true }));
  app.post('/note', guard.require(undefined, { within: '15m' }), async (c) => c.json({ noted: await c.req.json() }));
  app.get('/maybe', async (c) => c.json({ account: (await guard.session(c))?.accountId ?? null }));
  app.get('/begin', async (c) => {
    const begun = await guard.begin(c, { continuation: 1 });
    return begun.begun ? c.redirect('/sign-in') : begun.response;
  });
  app.get('/broken', guard.require(), () => {
    throw new Error(BROKEN);
  });
  app.get('*', (c) => c.text('the host'));
  return app;
};

blackBox('Hono 4 on Node', async (asked) => {
  const site = await listen(getRequestListener(hostApp(asked).fetch));
  return (path, init) => fetch(site + path, init);
});
blackBox('Hono 4 as a function', async (asked) => {
  const app = hostApp(asked);
  return async (path, init) => app.request(path, init);
});
