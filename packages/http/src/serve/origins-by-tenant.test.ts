import { createSallyport, hostCode, isRefusal, type Sallyport, type SignInProvider } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { fetchSallyport } from './fetch-sallyport.ts';
import { relatedOrigins } from './related-origins.ts';

const PASSWORD = 'correct horse battery staple';
const provider: SignInProvider = {
  ...{ kind: 'oidc', id: 'corp', name: 'Example Corp', roles: [] },
  begin: async ({ callback }) => ({ location: `https://idp.example/?${new URLSearchParams({ callback })}`, kept: {} }),
  finish: async () => ({ outcome: 'cancelled' }),
};

/** A tenant for each host below `example`, and a page of each tenant elsewhere. */
async function hosts() {
  const logged: unknown[] = [];
  const faults: unknown[] = [];
  const customers = new Set(['north', 'south']);
  const common = { providers: [provider] };
  const auth: Sallyport = createSallyport({
    origin: (name) => (name === 'broken' ? 'no origin' : `https://${name}.example`),
    trustedOrigins: (name) => [`https://pages.${name}.test`],
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    policy: { requiredStrength: 'single' },
    logger: { warn: (...words) => void logged.push(words), error: (...words) => void logged.push(words) },
    tenant: ({ headers }) => headers['host']?.split('.')[0] ?? '',
    tenants: (name) => (customers.has(name) ? common : undefined),
  });
  await auth.ready();
  const app = fetchSallyport(auth, {
    basePath: '/auth',
    onFault: (fault) => faults.push(fault),
    pages: (tenant) => ({ signIn: `/of/${tenant}` }),
  });
  const asks = async (host: string, line: string, headers: Record<string, string> = {}, body?: object) => {
    const [method = '', path = ''] = line.split(' ');
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = new Request(`https://${host}.example${path}`, {
      ...{ method, headers: { host: `${host}.example`, ...json, ...headers }, redirect: 'manual' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return app.handle(request);
  };
  const enter = async (host: string): Promise<void> => {
    customers.add(host);
    const made = await auth.people.create({
      tenant: host,
      identifier: 'ada',
      password: PASSWORD,
      by: hostCode('host'),
    });
    if (isRefusal(made)) throw new Error(made.refused);
  };
  for (const host of ['north', 'south']) await enter(host);
  return { auth, app, asks, enter, customers, faults, logged };
}

const ada = { identifier: 'ada', password: PASSWORD };

it('X26 X39 a page signs in at the origin of its own tenant alone, also of a customer who came a moment ago', async () => {
  const { asks, enter, app, logged } = await hosts();
  await enter('east');
  for (const host of ['north', 'east']) {
    const own = await asks(host, 'POST /auth/sign-in', { origin: `https://${host}.example` }, ada);
    expect([host, own.status]).toEqual([host, 200]);
    const [cookie = ''] = own.headers.getSetCookie().filter((one) => one.includes('session'));
    expect(cookie).toMatch(/^__Host-/);
    const session = { cookie: cookie.split(';')[0] ?? '' };
    expect((await asks(host, 'GET /auth/session', session)).status).toBe(200);
    const guarded = new Request(`https://${host}.example/pay`, {
      method: 'POST',
      headers: { ...session, host: `${host}.example`, origin: `https://${host}.example` },
    });
    const paid = app.require()(async () => new Response('paid'));
    expect(await (await paid(guarded)).text()).toBe('paid');
    const foreign = new Request(guarded, {
      headers: { ...session, host: `${host}.example`, origin: 'https://south.example' },
    });
    expect((await paid(foreign)).status).toBe(403);
  }
  const other = await asks('north', 'POST /auth/sign-in', { origin: 'https://south.example' }, ada);
  expect(other.status).toBe(403);
  expect(JSON.stringify(logged)).toContain('"expected":["https://north.example","https://pages.north.test"]');
});

it('X26 X39 pages of a trusted origin read across origins in their own tenant alone', async () => {
  const { asks, auth } = await hosts();
  const preflight = { 'access-control-request-method': 'POST' };
  const allowedBy = async (host: string, origin: string): Promise<string | null> =>
    (await asks(host, 'OPTIONS /auth/sign-in', { origin, ...preflight })).headers.get('access-control-allow-origin');
  expect(await allowedBy('north', 'https://pages.north.test')).toBe('https://pages.north.test');
  expect(await allowedBy('south', 'https://pages.north.test')).toBeNull();
  const signedIn = await asks('north', 'POST /auth/sign-in', { origin: 'https://pages.north.test' }, ada);
  expect(signedIn.status).toBe(200);
  expect(relatedOrigins(auth.site('north'))).toEqual({
    origins: ['https://north.example', 'https://pages.north.test'],
  });
  expect(() => relatedOrigins(auth)).toThrow(
    expect.objectContaining({ code: 'bad-origin', wayOut: expect.stringContaining('auth.site(tenant)') }),
  );
});

it('X26 X39 a provider sends people back to the origin of their tenant', async () => {
  const { asks } = await hosts();
  for (const host of ['north', 'south']) {
    const away = new URL((await asks(host, 'GET /auth/sign-in/sso/corp')).headers.get('location') ?? '');
    expect(away.searchParams.get('callback')).toBe(`https://${host}.example/auth/sign-in/sso/corp/callback`);
  }
});

it('X39 an unknown tenant is answered 404 as ever, and an answer that is no origin is a fault with a code', async () => {
  const { asks, app, customers, faults } = await hosts();
  for (const line of ['GET /auth/sign-in', 'POST /auth/sign-in', 'OPTIONS /auth/sign-in']) {
    expect((await asks('west', line)).status).toBe(404);
  }
  const open = new Request('https://west.example/', { headers: { host: 'west.example' } });
  expect(await app.session(open)).toBeUndefined();
  expect((await app.require()(async () => new Response())(open)).status).toBe(404);
  expect(faults).toEqual([]);
  customers.add('broken');
  expect((await asks('broken', 'GET /auth/sign-in')).status).toBe(500);
  expect(faults).toMatchObject([{ code: 'bad-origin' }]);
});

it('X39 a removed tenant is answered 404 as an unknown one, with and without its cookies', async () => {
  const { asks, app, auth, faults } = await hosts();
  const own = await asks('north', 'POST /auth/sign-in', { origin: 'https://north.example' }, ada);
  const cookie = own.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ');
  await auth.tenants.remove('north', { by: hostCode('contract ended'), log: 'keep' });
  const bodyOf = async (host: string): Promise<unknown> => {
    const answer = await asks(host, 'GET /auth/session', { cookie });
    const { instance: _, ...problem } = await answer.json();
    return [answer.status, problem];
  };
  expect(await bodyOf('north')).toEqual(await bodyOf('west'));
  expect((await asks('north', 'POST /auth/sign-in', { origin: 'https://north.example' }, ada)).status).toBe(404);
  const page = new Request('https://north.example/', { headers: { host: 'north.example', cookie } });
  expect((await app.require()(async () => new Response())(page)).status).toBe(404);
  expect(await app.session(page)).toBeUndefined();
  expect((await asks('south', 'POST /auth/sign-in', { origin: 'https://south.example' }, ada)).status).toBe(200);
  expect(faults).toEqual([]);
});

it('X39 a provider leads back to the page of the tenant, and to the usual page where the app names none', async () => {
  const { asks } = await hosts();
  for (const host of ['north', 'south']) {
    const back = await asks(host, 'GET /auth/sign-in/sso/corp/callback?error=access_denied');
    expect([back.status, back.headers.get('location')?.replace(/\?.*/, '')]).toEqual([303, `/of/${host}`]);
  }
});
