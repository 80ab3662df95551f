import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import { ORIGIN } from '@sallyport/test-support/adapters/fake-sallyport';
import { NextRequest, NextResponse } from 'next/server.js';
import { sallyport } from './sallyport.ts';

const NO_MIDDLEWARE = { hasMiddleware: false };

type Route = Readonly<Record<string, (request: NextRequest) => Response | Promise<Response>>>;

// Next has no middleware that reads a body before a route handler. Only the handler reads the body, after the guard.
blackBox(
  'Next.js 16 route handlers',
  async ({ auth, options, parts, hostErrors }) => {
    const guard = sallyport(auth, { ...options, parts });
    const withSession = guard.require();
    const host = { GET: () => new NextResponse('the host') };
    const routes: Readonly<Record<string, Route>> = {
      '/me': { GET: withSession((session) => NextResponse.json({ account: session.accountId })) },
      '/payout': { POST: guard.require('enhanced', { within: '5m' })(() => NextResponse.json({ paid: true })) },
      '/note': {
        POST: guard.require(undefined, { within: '15m' })(async (_, request: NextRequest) =>
          NextResponse.json({ noted: await request.json() }),
        ),
      },
      '/maybe': {
        GET: async (request) => NextResponse.json({ account: (await guard.session(request))?.accountId ?? null }),
      },
      '/begin': {
        GET: async (request) => {
          const begun = await guard.begin(request, { continuation: 1 });
          if (!begun.begun) return begun.response;
          const response = new NextResponse(null, { status: 302, headers: { location: '/sign-in' } });
          for (const cookie of begun.cookies) response.headers.append('set-cookie', cookie);
          return response;
        },
      },
      '/broken': {
        GET: withSession(() => {
          throw new Error(BROKEN);
        }),
      },
      '/': host,
      '/authority': host,
    };
    /** Routes as Next does: all paths below `/auth` go to the handlers, and a HEAD request is answered by `GET` without the body. */
    const route = (pathname: string, method: string) => {
      const place = /^\/place(\/|$)/.test(pathname) ? '/me' : pathname;
      const exported: Route = pathname.startsWith('/auth/') ? { ...guard.handlers } : (routes[place] ?? {});
      return exported[method === 'HEAD' ? 'GET' : method];
    };
    return async (path, init) => {
      const { method = 'GET', headers, body } = init;
      const request = new NextRequest(`${ORIGIN}${path}`, {
        method,
        headers,
        ...(typeof body === 'string' && { body }),
      });
      const handler = route(request.nextUrl.pathname, request.method);
      try {
        return handler === undefined ? new Response(null, { status: 405 }) : await handler(request);
      } catch (error) {
        hostErrors(error);
        return Response.json(hostAnswer(error), { status: 500 });
      }
    };
  },
  NO_MIDDLEWARE,
);
