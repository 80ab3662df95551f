import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, problem } from './support/expectations.ts';
import { type Framework, HASHING_IN_EARNEST, quickstartForThisFile, STORE, type Store } from './support/quickstart.ts';
import { isHere } from './support/servers/start-server.ts';

/** The combinations for these tests, on each database. `npm run test:stores` runs all tests of the quickstart on each database. */
const EACH: readonly { readonly framework: Framework; readonly store: Store }[] = [
  { framework: 'express', store: STORE },
  { framework: 'koa', store: STORE },
  ...(STORE === 'memory' ? (['postgres', 'mongo', 'sqlite'] as const) : []).map(
    (store) => ({ framework: 'express', store }) as const,
  ),
];

describe.each(EACH.filter(({ store }) => isHere(store)))(
  'the quickstart over $framework, on $store',
  async (options) => {
    const app = await quickstartForThisFile({ ...options, passwordHashing: HASHING_IN_EARNEST });

    it('says that it serves, with what', async () => {
      const reply = await app.newClient().host('GET', '/healthz');
      expect(reply).toMatchObject({ status: 200, body: { status: 'ok', ...options } });
      expect(await app.newClient().host('HEAD', '/healthz')).toMatchObject({ status: 200, text: '' });
    });

    it('seeds four people with a password and a mailbox, and nothing else', async () => {
      const seeded = { ada: ['super-admin'], ben: ['employee'], cleo: ['contractor'], dora: [] };
      const ada = await app.admin();
      for (const [name, roles] of Object.entries(seeded)) {
        const account = await ada.find(`${name}@example.org`);
        const whole = await ada.person.client.get(`/admin/accounts/${account.accountId}`);
        expect(whole.body).toMatchObject({
          email: `${name}@example.org`,
          roles,
          factors: { password: true, totp: name === 'ada', emailCode: true, passkeys: [] },
        });
      }
    });

    it('W6, W7 cleo: password, email code, a choice of two, a passkey, signed in, and back with it alone', async () => {
      const cleo = app.person('cleo@example.org');
      expect(await cleo.proves('password', 'email-code')).toMatchObject(asksToEnroll);
      expect((await cleo.client.host('GET', '/app/reports')).status).toBe(401);
      expect(await cleo.enrollsPasskey()).toMatchObject(complete('phishing-resistant'));
      expect((await cleo.client.host('GET', '/app/reports')).status).toBe(200);
      expect((await cleo.client.host('POST', '/app/payout', { json: {} })).status).toBe(200);
      expect((await cleo.signsOut()).status).toBe(200);
      expect((await cleo.client.host('GET', '/app/reports')).status).toBe(401);
      expect(await cleo.proves('passkey')).toMatchObject(complete('phishing-resistant'));
    });

    it('W2 dora: password and email code, and no enrollment', async () => {
      const dora = app.person('dora@example.org');
      expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
      expect(await dora.client.host('GET', '/app/vault')).toMatchObject(problem(401, 'insufficient-strength'));
    });

    it('signs in by token', async () => {
      const ben = app.person('ben@example.org', 'token');
      expect(await ben.proves('password', 'email-code')).toMatchObject(complete('baseline'));
      expect((await ben.client.host('GET', '/app/reports')).status).toBe(200);
    });

    it('refuses what is malformed, too large, of the wrong type or from elsewhere', async () => {
      const client = app.newClient();
      expect(await client.post('/sign-in', { nonsense: true })).toMatchObject(problem(400, 'malformed-input'));
      expect(await client.post('/sign-in', { identifier: 'x'.repeat(70_000) })).toMatchObject(
        problem(413, 'too-large'),
      );
      const asText = { raw: '{"identifier":"x"}', headers: { 'content-type': 'text/plain' } };
      expect(await client.send('POST', '/sign-in', asText)).toMatchObject(problem(415, 'unsupported-media-type'));
      const elsewhere = { origin: 'https://evil.example' };
      expect(await client.post('/sign-in', { identifier: 'x' }, elsewhere)).toMatchObject(problem(403, 'cross-site'));
      expect(await client.get('/session')).toMatchObject(problem(401, 'no-session'));
      expect([404, 405]).toContain((await client.get('/nothing')).status);
    });

    it('serves a page for each thing that a person does', async () => {
      for (const path of [
        '/',
        '/sign-in',
        '/enroll',
        '/account',
        '/admin',
        '/admin/people',
        '/admin/policy',
        '/admin/activity',
        '/admin/risks',
      ]) {
        const reply = await app.newClient().host('GET', path);
        expect(reply.status, path).toBe(200);
        expect(reply.headers.get('content-type'), path).toContain('text/html');
        expect(reply.text).toContain('</html>');
      }
    });
  },
);
