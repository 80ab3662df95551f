import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import fastify from 'fastify';
import { onTestFinished } from 'vitest';
import { sallyport, sessionOf } from './sallyport.ts';

blackBox('Fastify 5', async ({ auth, options, parts, bodyParser, hostErrors }) => {
  const app = fastify({ forceCloseConnections: true });
  const guard = sallyport(auth, options);
  app.setErrorHandler((error, _, reply) => {
    hostErrors(error);
    return reply.code(500).send(hostAnswer(error));
  });
  app.addHook('onRequest', async (_, reply) => {
    reply.header('vary', 'X-Host');
  });
  // Fastify parses JSON by default. A host adds parsers for other content types.
  if (bodyParser) {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
  }
  app.register(guard.routes(parts), { prefix: '/auth' });
  app.get('/me', { onRequest: guard.require() }, async (request) => ({ account: sessionOf(request).accountId }));
  for (const url of ['/place', '/place/*'])
    app.get(url, { onRequest: guard.require() }, async (request) => ({ account: sessionOf(request).accountId }));
  app.post('/payout', { preHandler: guard.require('enhanced', { within: '5m' }) }, async () => ({ paid: true }));
  app.post('/note', { onRequest: guard.require(undefined, { within: '15m' }) }, async ({ body }) => ({ noted: body }));
  app.get('/maybe', async (request) => ({ account: (await guard.session(request))?.accountId ?? null }));
  app.get('/begin', async (request, reply) => {
    const { begun } = await guard.begin(request, reply, { continuation: 1 });
    return begun ? reply.redirect('/sign-in') : reply;
  });
  app.get('/broken', { onRequest: guard.require() }, async () => {
    throw new Error(BROKEN);
  });
  for (const url of ['/', '/authority']) app.get(url, async () => 'the host');
  const site = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  return (path, init) => fetch(site + path, init);
});
