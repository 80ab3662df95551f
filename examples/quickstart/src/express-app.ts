import { sallyport } from '@sallyport/express';
import express, { type Express } from 'express';
import type { Demo } from './demo.ts';
import { mountedPages } from './pages.ts';
import { type AppRoute, demoRoutes, jsonBody } from './routes.ts';

/** The demo as an Express app: the contract under /auth, the pages, and the app's own routes. */
export function expressApp(demo: Demo): Express {
  const guards = sallyport(demo.auth);
  const app = express().disable('x-powered-by');
  app.use((req, _res, next) => demo.languages.during(req.headers['accept-language'], next));
  app.use('/auth', guards.routes({ signUp: true }));
  for (const { middleware } of mountedPages(demo.ssoDemo)) app.use(middleware);
  for (const route of demoRoutes(demo, 'express')) {
    app[route.method](route.path, ...guardOf(guards, route), async (req, res) => {
      const sent = route.method === 'put' ? await jsonBody(req) : undefined;
      const { status, headers, body } = await route.answer({
        query: (name) => firstOf(req.query[name]),
        session: req.sallyport,
        body: sent,
      });
      res.status(status).set(headers).send(body);
    });
  }
  app.use((_req, res) => void res.status(404).type('text').send('There is no such page.'));
  return app;
}

function guardOf(guards: ReturnType<typeof sallyport>, { require }: AppRoute): ReturnType<typeof guards.require>[] {
  return require === undefined
    ? []
    : [guards.require(require.strength, require.within === undefined ? {} : { within: require.within })];
}

function firstOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
