import { fakeSallyport, ORIGIN } from '@sallyport/test-support/adapters/fake-sallyport';
import { warnsOfHiddenHeaders } from '@sallyport/test-support/adapters/hidden-headers';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { describe, expect, it } from 'vitest';
import { InvalidDemand, sallyport, UnknownStrength } from './index.ts';

function appWith(before: (app: Hono) => void = () => undefined) {
  const { auth, heard } = fakeSallyport();
  const app = new Hono();
  before(app);
  app.use(sallyport(auth, { ip: (c) => c.req.header('x-real-ip') }).routes({ prefix: '/auth/' }));
  return { app, heard };
}

const MISSING = "prefix: 'undefined' is no path; write it with a leading slash, as in '/auth', and nothing behind it";

const signIn = {
  method: 'POST',
  headers: { origin: ORIGIN, 'content-type': 'application/json', 'x-real-ip': '192.0.2.7' },
};

describe('the routes in Hono', () => {
  it('leave the host’s own cookies and headers as they are, and know the address that it trusts', async () => {
    const { app, heard } = appWith((host) =>
      host.use(async (c, next) => {
        setCookie(c, 'own', '1');
        c.header('x-own', '2');
        await next();
      }),
    );
    const { headers } = await app.request('/auth/sign-in', { ...signIn, body: '{"identifier":"ada"}' });
    expect(headers.getSetCookie()).toHaveLength(3);
    expect(headers.get('x-own')).toBe('2');
    expect(heard).toMatchObject([{ caller: { ip: '192.0.2.7' } }]);
  });

  it.each([
    ['text', (c: { req: { text(): Promise<unknown> } }) => c.req.text()],
    ['json', (c: { req: { json(): Promise<unknown> } }) => c.req.json()],
    ['bytes', (c: { req: { arrayBuffer(): Promise<unknown> } }) => c.req.arrayBuffer()],
  ])('take a body that the host read as %s', async (_, read) => {
    const { app, heard } = appWith((host) =>
      host.use(async (c, next) => {
        await read(c);
        await next();
      }),
    );
    expect((await app.request('/auth/sign-in', { ...signIn, body: '{"identifier":"ada"}' })).status).toBe(200);
    expect(heard).toMatchObject([{ input: { identifier: 'ada' } }]);
  });

  it('say that the prefix is missing', () => {
    const { routes } = sallyport(fakeSallyport().auth);
    for (const without of [() => routes(Object({})), () => Reflect.apply(routes, undefined, [])])
      expect(without).toThrow(expect.objectContaining({ code: 'invalid-path', message: MISSING }));
  });

  it('guard nothing that cannot be', () => {
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', { within: 'soon' })).toThrow(InvalidDemand);
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', Object({ withn: '5m' }))).toThrow(InvalidDemand);
    expect(() => sallyport(fakeSallyport().auth).require('enhnaced')).toThrow(UnknownStrength);
  });
});

warnsOfHiddenHeaders('Hono', async (auth, cors) => {
  const app = new Hono();
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(cors)) c.res.headers.set(name, value);
    await next();
  });
  app.get('/me', sallyport(auth).require());
  return async (init) => app.request('/me', init);
});
