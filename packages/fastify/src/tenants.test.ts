import { request } from 'node:http';
import { createSallyport, hostCode, isRefusal } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import fastify, { type FastifyServerOptions } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { sallyport } from './sallyport.ts';

const PASSWORD = 'correct horse battery staple';
const WHOLE = 'http://localhost:3000';

/**
 * An app with tenants below one origin, by path, and a session of the tenant `reports`.
 *
 * @param tenant the tenant of a path
 */
async function oneApp(tenant: (path: string) => string | undefined, options: FastifyServerOptions = {}) {
  const auth = createSallyport({
    origin: WHOLE,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    policy: { administrators: {}, requiredStrength: 'single' },
    logger: { warn: () => undefined, error: () => undefined },
    tenant: ({ path }) => tenant(path) ?? '',
    tenants: { north: {}, reports: {} },
  });
  await auth.ready();
  const eve = { identifier: 'eve@example.org', password: PASSWORD, by: hostCode('host') };
  const created = await auth.people.create({ tenant: 'reports', ...eve });
  if (isRefusal(created)) throw new Error(created.refused);
  const app = fastify({ ...options, forceCloseConnections: true });
  const guard = sallyport(auth);
  const reports = async (): Promise<string> => 'reports';
  app.register(guard.routes(), { prefix: '/t/reports/auth' });
  for (const url of ['/reports', '/t/north/reports', '/t/reports/reports']) {
    app.get(url, { onRequest: guard.require() }, reports);
  }
  const site = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await app.close();
    await auth.close();
  });
  const signedIn = await fetch(`${site}/t/reports/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sallyport-client': 'token' },
    body: JSON.stringify({ identifier: eve.identifier, password: PASSWORD }),
  });
  const { session } = Object(await signedIn.json());
  /** Sends a request target as it is: `fetch` would write it anew. */
  return (target: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(site);
      const headers = { authorization: `Bearer ${session.token}` };
      const asks = request({ hostname, port, path: target, headers }, (reply) => {
        reply.resume().on('end', () => resolve(reply.statusCode));
      });
      asks.on('error', reject).end();
    });
}

it.each([
  ['/t/north/reports', 401],
  [`${WHOLE}/t/north/reports`, 401],
  // The name of the host stands where another reading of the target has the tenant.
  ['http://reports/t/north/reports', 401],
  ['HTTP://reports/t/north/reports?x', 401],
  ['/t/north/reports#/t/reports/', 401],
  ['/t/reports/reports', 200],
  ['http://north/t/reports/reports', 200],
  ['/t/reports/reports#x', 200],
])('X39 a session of another tenant opens no page of a tenant: %s', async (target, status) => {
  const second = await oneApp((path) => path.split('/')[2]);
  expect(await second(target)).toBe(status);
  const last = await oneApp((path) => [...path.matchAll(/\/t\/(\w+)\//g)].at(-1)?.[1]);
  expect(await last(target)).toBe(status);
});

it.each([
  ['/north/reports', 401],
  [`${WHOLE}/north/reports`, 401],
  ['/north/reports#x', 401],
  ['/north/reports?x', 401],
  ['/reports/reports', 200],
  [`${WHOLE}/reports/reports#x`, 200],
  // The host gives the page another path.
  ['/north/statistics', 404],
])('X39 nor does it where the host has removed the tenant from the path: %s', async (target, status) => {
  const rewriteUrl: FastifyServerOptions['rewriteUrl'] = ({ url = '' }) => {
    const { pathname } = new URL(url, WHOLE);
    return pathname.startsWith('/t/') ? pathname : pathname.replace(/^\/\w+\/\w+$/, '/reports');
  };
  const ask = await oneApp((path) => path.split('/').at(path.startsWith('/t/') ? 2 : 1), { rewriteUrl });
  expect(await ask(target)).toBe(status);
});
