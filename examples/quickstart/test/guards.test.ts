import { describe, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { MINUTE } from './support/clock.ts';
import { complete, continues, problem } from './support/expectations.ts';
import { FIRST_POLICY, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

describe('a guard', () => {
  const wrongBody = { policy: FIRST_POLICY, nonsense: true };
  const goodBody = { policy: FIRST_POLICY };
  const puts = (client: Client, body: object, etag?: string) =>
    client.put('/admin/policy', body, etag === undefined ? {} : { 'if-match': etag });

  it('asks for a session first', async () => {
    expect(await puts(app.newClient(), wrongBody)).toMatchObject(problem(401, 'no-session'));
    expect(await puts(app.newClient(), goodBody, '"0"')).toMatchObject(problem(401, 'no-session'));
  });

  it('then for the role, before strength and body', async () => {
    const dora = app.person('dora@example.org');
    await dora.proves('password', 'email-code');
    expect(await puts(dora.client, wrongBody)).toMatchObject(problem(403, 'not-permitted'));
    app.clock.advance(20 * MINUTE);
    expect(await puts(dora.client, wrongBody)).toMatchObject(problem(403, 'not-permitted'));
  });

  it('then for strength and recency, before the body', async () => {
    const { person } = await app.admin();
    app.clock.advance(16 * MINUTE);
    expect(await puts(person.client, wrongBody)).toMatchObject(problem(401, 'insufficient-strength'));
  });

  it('then for the body, before the precondition', async () => {
    const { client } = (await app.admin()).person;
    expect(await puts(client, wrongBody)).toMatchObject(problem(400, 'malformed-input'));
    expect(await puts(client, wrongBody, '"nonsense"')).toMatchObject(problem(400, 'malformed-input'));
  });

  it('then for the precondition', async () => {
    const ada = await app.admin();
    const { client } = ada.person;
    expect(await puts(client, goodBody)).toMatchObject(problem(428, 'precondition-required'));
    expect(await puts(client, goodBody, '"nonsense"')).toMatchObject(problem(412, 'precondition-failed'));
    expect((await puts(client, goodBody, `"${(await ada.policy()).version}"`)).status).toBe(200);
  });

  it('keeps every route of the account and of administration behind a session', async () => {
    const client = app.newClient();
    const refused = problem(401, 'no-session');
    for (const path of [
      '/session',
      '/account',
      '/account/sessions',
      '/admin/policy',
      '/admin/policy/versions',
      '/admin/accounts',
      '/admin/accounts/x',
      '/admin/accounts/x/exposure',
      '/admin/events',
      '/admin/security',
    ]) {
      expect(await client.get(path), path).toMatchObject(refused);
    }
    for (const path of [
      '/account/backup-codes',
      '/account/password',
      '/account/email',
      '/account/email/confirm',
      '/step-up',
      '/admin/policy/preview',
      '/admin/accounts',
      '/admin/accounts/x/reset-two-step',
      '/admin/accounts/x/reset-passkeys',
      '/admin/accounts/x/enrollment-code',
      '/admin/accounts/x/block',
      '/admin/accounts/x/unblock',
      '/admin/accounts/x/unlock',
    ]) {
      expect(await client.post(path), path).toMatchObject(refused);
    }
    for (const path of [
      '/session',
      '/account',
      '/account/sessions',
      '/account/sessions/x',
      '/account/passkeys/x',
      '/account/totp',
      '/admin/accounts/x',
      '/admin/accounts/x/passkeys/y',
    ]) {
      expect(await client.delete(path), path).toMatchObject(refused);
    }
    expect(await client.patch('/account/passkeys/x', { name: 'x' })).toMatchObject(refused);
    expect(await client.put('/admin/accounts/x/methods', { methods: [] })).toMatchObject(refused);
    expect(await client.put('/admin/accounts/x/roles', { roles: [] })).toMatchObject(refused);
  });

  it.each(['x', 'A'.repeat(43), '%00', 'a;b=c', '""', 'é'])('takes the cookie %j for no session', async (value) => {
    const client = app.newClient();
    const headers = { cookie: `sallyport-session=${encodeURIComponent(value)}` };
    expect(await client.get('/session', { headers })).toMatchObject(problem(401, 'no-session'));
    expect((await client.host('GET', '/app/reports', { headers })).status).toBe(401);
  });

  it('takes a flow for no session', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    dora.client.cookies.set('sallyport-session', dora.client.cookies.get('sallyport-flow') ?? '');
    expect(await dora.session()).toMatchObject(problem(401, 'no-session'));
  });
});

describe('in cookie mode, a request that changes something', () => {
  const signIn = { json: { identifier: 'dora@example.org' } };

  it.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['from another port', { origin: 'http://localhost:1' }],
    ['from another scheme', { origin: app.url.replace('http:', 'https:').replace(/\/$/, '') }],
    ['from nowhere', { origin: 'null' }],
    ['that does not say whence', { origin: null }],
    ['from another site, by its own word', { origin: null, 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', { origin: null, 'sec-fetch-site': 'same-site' }],
    ['from an address that begins like ours', { origin: `${new URL(app.url).origin}.evil.example` }],
  ])('is refused %s', async (_, headers) => {
    expect(await app.newClient().send('POST', '/sign-in', { ...signIn, headers })).toMatchObject(
      problem(403, 'cross-site'),
    );
  });

  it('is taken with our Origin, or where the browser says same-origin', async () => {
    expect(await app.newClient().send('POST', '/sign-in', signIn)).toMatchObject(continues);
    const headers = { origin: null, 'sec-fetch-site': 'same-origin' };
    expect(await app.newClient().send('POST', '/sign-in', { ...signIn, headers })).toMatchObject(continues);
  });

  it('is refused everywhere, and changes nothing: a step, a change of password, signing out', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    const headers = { origin: 'https://evil.example' };
    const refused = problem(403, 'cross-site');
    expect(await dora.client.post('/sign-in/email-code/send', {}, headers)).toMatchObject(refused);
    expect(await dora.client.delete('/sign-in', { headers })).toMatchObject(refused);
    expect(await dora.goesOnWith('email-code')).toMatchObject(complete());
    expect(await dora.client.post('/account/backup-codes', {}, headers)).toMatchObject(refused);
    expect(await dora.client.delete('/session', { headers })).toMatchObject(refused);
    expect(await dora.client.delete('/account', { headers })).toMatchObject(refused);
    expect((await dora.session()).status).toBe(200);
  });

  it('is not needed to read', async () => {
    const dora = app.person('dora@example.org');
    await dora.proves('password', 'email-code');
    expect((await dora.client.get('/session', { headers: { origin: null } })).status).toBe(200);
  });
});
