import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import { ORIGIN } from '@sallyport/test-support/adapters/fake-sallyport';
import { fetchSallyport } from './serve/fetch-sallyport.ts';

const NO_MIDDLEWARE = { hasMiddleware: false };

blackBox(
  'plain fetch',
  async ({ auth, options, parts, bodyParser, hostErrors }) => {
    const guard = fetchSallyport(auth, { ...options, parts, basePath: '/auth' });
    const withSession = guard.require();
    const routes: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
      'GET /me': withSession((session) => Response.json({ account: session.accountId })),
      'POST /payout': guard.require('enhanced', { within: '5m' })(() => Response.json({ paid: true })),
      'POST /note': guard.require(undefined, { within: '15m' })(async (_, request) =>
        Response.json({ noted: await request.json() }),
      ),
      'GET /maybe': async (request) => Response.json({ account: (await guard.session(request))?.accountId ?? null }),
      'GET /begin': async (request) => {
        const begun = await guard.begin(request, { continuation: 1 });
        if (!begun.begun) return begun.response;
        const headers = new Headers({ location: '/sign-in' });
        for (const cookie of begun.cookies) headers.append('set-cookie', cookie);
        return new Response(null, { status: 302, headers });
      },
      'GET /broken': withSession(() => {
        throw new Error(BROKEN);
      }),
    };
    return async (path, init) => {
      const request = new Request(ORIGIN + path, init);
      // A host that looks at a body before it hands it on looks at a copy.
      if (bodyParser) await request.clone().text();
      try {
        if (path.startsWith('/auth/')) return await guard.handle(request);
        const { pathname } = new URL(request.url);
        const place = /^\/place(\/|$)/.test(pathname) ? '/me' : pathname;
        return (await routes[`${request.method} ${place}`]?.(request)) ?? new Response('the host');
      } catch (error) {
        hostErrors(error);
        return Response.json(hostAnswer(error), { status: 500 });
      }
    };
  },
  NO_MIDDLEWARE,
);
