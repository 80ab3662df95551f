import { sallyport } from '@sallyport/express';
import express from 'express';
import { expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { listens } from '../support/guarded-apps.ts';

// docs/guide/tenants.md: "A request of any other tenant is answered 404". The guard of a route with `signInPage` promises that it never rejects.
it.each(['GET', 'POST'])(
  'X11 a route with a sign-in page answers 404 to a browser’s %s of an unknown tenant, with an origin for each tenant',
  async (method) => {
    const shared = await sharedStore('memory');
    const auth = await shared.start({
      policy: { administrators: {}, requiredStrength: 'single' },
      origin: (tenant) => `http://${tenant}.localhost`,
      tenant: ({ headers }) => String(headers['x-tenant'] ?? ''),
      tenants: { north: {} },
    });
    const app = express().set('env', 'test');
    app.all('/form', sallyport(auth).require(undefined, { signInPage: '/sign-in' }), (_, res) => void res.json({}));
    const url = await listens(app);
    const headers = {
      'x-tenant': 'nobody',
      'sec-fetch-mode': 'navigate',
      referer: 'http://nobody.localhost/form',
      accept: 'text/html',
    };
    // `fetch` writes its own Sec-Fetch-Mode.
    const { request } = await import('node:http');
    const status = await new Promise((answered, failed) => {
      request(`${url}/form`, { method, headers }, (reply) => answered(reply.statusCode))
        .on('error', failed)
        .end();
    });
    expect(status).toBe(404);
  },
);
