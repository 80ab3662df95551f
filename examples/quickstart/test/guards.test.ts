import { describe, expect, it } from 'vitest';
import { complete, continues, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

describe('a guard', () => {
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
