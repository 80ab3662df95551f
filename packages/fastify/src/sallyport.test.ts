import { fakeSallyport, ORIGIN } from '@sallyport/test-support/adapters/fake-sallyport';
import { warnsOfHiddenHeaders } from '@sallyport/test-support/adapters/hidden-headers';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InvalidDemand, NotGuarded, sallyport, sessionOf, UnknownStrength } from './index.ts';

async function appWith(before: (app: FastifyInstance) => void, options: FastifyServerOptions = {}) {
  const { auth, heard } = fakeSallyport();
  const app = fastify(options);
  before(app);
  app.register(async (inner) => inner.register(sallyport(auth).routes(), { prefix: '/auth' }), { prefix: '/deep' });
  const site = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  return { site, heard };
}

const signIn = (site: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${site}/deep/auth/sign-in`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
    body: '{"identifier":"ada"}',
  });

describe('the routes in Fastify', () => {
  it('know the prefix they are under, whoever takes it off', async () => {
    const plain = await appWith(() => undefined);
    const begun = Object(await (await fetch(`${plain.site}/deep/auth/sign-in?local=0`)).json());
    expect(begun.location).toBe(`${ORIGIN}/deep/auth/sign-in/sso/corp`);
    const rewritten = await appWith(() => undefined, {
      rewriteUrl: ({ url = '' }) => url.replace(/^\/app/, ''),
    });
    const { location } = Object(await (await fetch(`${rewritten.site}/app/deep/auth/sign-in?local=0`)).json());
    expect(location).toBe(`${ORIGIN}/app/deep/auth/sign-in/sso/corp`);
  });

  it('leave the host’s own cookies and headers as they are, and know the address that it trusts', async () => {
    const { site, heard } = await appWith(
      (app) =>
        app.addHook('onRequest', async (_, reply) => {
          reply.header('set-cookie', 'own=1').header('x-own', '2');
        }),
      { trustProxy: true },
    );
    const { headers } = await signIn(site, { 'x-forwarded-for': '192.0.2.7' });
    expect(headers.getSetCookie()).toHaveLength(3);
    expect(headers.get('x-own')).toBe('2');
    expect(heard).toMatchObject([{ caller: { ip: '192.0.2.7' } }]);
  });

  it('leave what a hook of the host throws to the host', async () => {
    const { site } = await appWith((app) => {
      app.addHook('onRequest', async () => {
        throw new Error('the host broke');
      });
      app.setErrorHandler((error, _, reply) => reply.code(500).send({ host: Object(error).message }));
    });
    expect(await (await signIn(site)).json()).toEqual({ host: 'the host broke' });
  });

  it('X20 have no session to read without a guard', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    // @ts-expect-error a route without a guard may have no session
    app.get('/typed', async (request) => request.sallyport.accountId);
    app.get('/open', async (request) => sessionOf(request));
    app.setErrorHandler((error, _, reply) => reply.send({ own: error instanceof NotGuarded }));
    expect((await app.inject('/open')).json()).toEqual({ own: true });
  });

  it('guard nothing that cannot be', () => {
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', { within: 'soon' })).toThrow(InvalidDemand);
    expect(() => sallyport(fakeSallyport().auth).require('enhnaced')).toThrow(UnknownStrength);
  });
});

warnsOfHiddenHeaders('Fastify', async (auth, cors) => {
  const app = fastify();
  onTestFinished(() => app.close());
  app.addHook('onRequest', async (_request, reply) => void reply.headers(cors));
  app.get('/me', { onRequest: sallyport(auth).require() }, async () => 'in');
  const site = await app.listen({ port: 0, host: '127.0.0.1' });
  return (init) => fetch(`${site}/me`, init);
});
