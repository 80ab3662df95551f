import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, type BuildApp, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import { listen } from '@sallyport/test-support/adapters/listen';
import Koa, { type Context } from 'koa';
import { sallyport } from './sallyport.ts';

// The package alias has no types.
const Koa2: typeof Koa = createRequire(import.meta.url)('koa-2');

/** Sets `request.body` as koa-bodyparser does: the JSON, or `{}` for another content type. */
async function readBody(ctx: Context): Promise<void> {
  const read = ctx.is('json') === 'json' ? await text(ctx.req) : '';
  Object.assign(ctx.request, { body: JSON.parse(read === '' ? '{}' : read) });
}

function answer(ctx: Context, body: object): void {
  ctx.body = body;
}

const appOf =
  (Made: typeof Koa): BuildApp =>
  async ({ auth, options, parts, bodyParser, hostErrors }) => {
    const app = new Made();
    const guard = sallyport(auth, options);
    app.use(async (ctx, next) => {
      ctx.vary('X-Host');
      try {
        await next();
      } catch (error) {
        hostErrors(error);
        ctx.status = 500;
        ctx.body = hostAnswer(error);
      }
    });
    if (bodyParser) {
      app.use(async (ctx, next) => {
        await readBody(ctx);
        await next();
      });
    }
    app.use(guard.routes({ prefix: '/auth', ...parts }));

    const any = guard.require();
    const routes: Record<string, (ctx: Context) => unknown> = {
      'GET /me': (ctx) => any(ctx, async () => answer(ctx, { account: ctx.state['sallyport'].accountId })),
      'POST /payout': (ctx) => payout(ctx, async () => answer(ctx, { paid: true })),
      'POST /note': (ctx) =>
        recent(ctx, async () => {
          if (!bodyParser) await readBody(ctx);
          answer(ctx, { noted: Object(ctx.request).body });
        }),
      'GET /maybe': async (ctx) => answer(ctx, { account: (await guard.session(ctx))?.accountId ?? null }),
      'GET /begin': async (ctx) => {
        if ((await guard.begin(ctx, { continuation: 1 })).begun) ctx.redirect('/sign-in');
      },
      'GET /broken': (ctx) =>
        any(ctx, async () => {
          throw new Error(BROKEN);
        }),
    };
    const payout = guard.require('enhanced', { within: '5m' });
    const recent = guard.require(undefined, { within: '15m' });
    app.use(async (ctx, next) => {
      const below = /^\/place(?<path>\/.*)?$/.exec(ctx.path);
      if (below === null) return next();
      // As `koa-mount` does.
      ctx.path = below.groups?.['path'] ?? '/';
      return any(ctx, async () => answer(ctx, { account: ctx.state['sallyport'].accountId }));
    });
    app.use(async (ctx) => {
      const route = routes[`${ctx.method} ${ctx.path}`];
      if (route === undefined) ctx.body = 'the host';
      else await route(ctx);
    });
    const site = await listen(app.callback());
    return (path, init) => fetch(site + path, init);
  };

blackBox('Koa 3', appOf(Koa));
blackBox('Koa 2', appOf(Koa2));
