import { sallyport } from '@sallyport/koa';
import type { MountedPages } from '@sallyport/pages';
import Koa, { type Middleware } from 'koa';
import type { Demo } from './demo.ts';
import { mountedPages } from './pages.ts';
import { type AppRoute, demoRoutes, jsonBody } from './routes.ts';

/** The demo as a Koa app, with the same texts and routes as the Express app. */
export function koaApp(demo: Demo): Koa {
  const guards = sallyport(demo.auth);
  const app = new Koa();
  app.use((ctx, next) => demo.languages.during(ctx.headers['accept-language'], next));
  app.use(guards.routes({ prefix: '/auth', signUp: true }));
  for (const pages of mountedPages(demo.ssoDemo)) app.use(served(pages));
  for (const route of demoRoutes(demo, 'koa')) app.use(onPath(guards, route));
  app.use((ctx) => {
    ctx.status = 404;
    ctx.body = 'There is no such page.';
  });
  return app;
}

function served(pages: MountedPages): Middleware {
  return async (ctx, next) => {
    const reply = pages.answer({
      method: ctx.method,
      path: ctx.path,
      acceptLanguage: ctx.headers['accept-language'],
      ifNoneMatch: ctx.headers['if-none-match'],
    });
    if (reply === undefined) return await next();
    ctx.status = reply.status;
    ctx.set({ ...reply.headers });
    ctx.body = Buffer.from(reply.body);
  };
}

function onPath(guards: ReturnType<typeof sallyport>, route: AppRoute): Middleware {
  const answer: Middleware = async (ctx) => {
    const query = (name: string): string | undefined => new URLSearchParams(ctx.querystring).get(name) ?? undefined;
    const sent = route.method === 'put' ? await jsonBody(ctx.req) : undefined;
    const request = { query, session: ctx.state['sallyport'], body: sent };
    const { status, headers, body } = await route.answer(request);
    ctx.status = status;
    ctx.set({ ...headers });
    ctx.body = body;
  };
  const { require } = route;
  const guard =
    require === undefined
      ? undefined
      : guards.require(require.strength, require.within === undefined ? {} : { within: require.within });
  return (ctx, next) => {
    // Koa sends the answer to a HEAD request without its body, as Express does.
    const method = ctx.method === 'HEAD' ? 'get' : ctx.method.toLowerCase();
    if (method !== route.method || ctx.path !== route.path) return next();
    return guard === undefined
      ? answer(ctx, next)
      : guard(ctx as Parameters<typeof guard>[0], async () => void (await answer(ctx, next)));
  };
}
