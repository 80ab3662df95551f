import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostCode, isRefusal } from '@sallyport/engine';
import { outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens, Program } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

const [OFFICE, THIEF] = ['10.0.0.7', '192.0.2.66'];

const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  contexts: { outside: { requiredStrength: 'enhanced', proofsWithin: '12h', shown: true } },
} as const;

/** A proxy that appends the address of its client, as nginx with `$proxy_add_x_forwarded_for` and the load balancers of the clouds do. */
async function behindProxy(app: string, client: string): Promise<string> {
  const { hostname, port } = new URL(app);
  const proxy = createServer((incoming, answer) => {
    const sent = incoming.headers['x-forwarded-for'];
    const headers = { ...incoming.headers, 'x-forwarded-for': sent === undefined ? client : `${sent}, ${client}` };
    const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((listening) => void proxy.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

// The apps trust their proxy as the guide of contexts says: `app.set('trust proxy', 1)` in Express, `new Koa({ proxy: true, maxIpsCount: 1 })`.
describe('N17 a thief with the password outside of the office, who sends the header of a proxy', () => {
  it.each(Object.entries(APPS))('is outside, with %s', async (_, makeApp) => {
    const shared = await sharedStore('memory');
    const auth = await shared.start({ policy: POLICY, contextOf: toldWhere({ outside: outsideNetworks([OFFICE]) }) });
    const identifier = 'ada@example.org';
    const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    const app = await listens(makeApp(auth));

    const ada = new Program(await behindProxy(app, OFFICE));
    const honest = { identifier, password: PASSWORD };
    expect(await ada.asks(OFFICE, 'POST', '/auth/sign-in', honest)).toMatchObject({ body: { status: 'complete' } });

    const thief = new Program(await behindProxy(app, THIEF));
    // The first argument is the header that the client itself sends.
    const entered = await thief.asks(OFFICE, 'POST', '/auth/sign-in', honest);
    const opened = await thief.asks(OFFICE, 'GET', '/me');
    expect([entered.body['status'] ?? entered.body['code'], opened.status]).not.toEqual(['complete', 200]);
  });
});
