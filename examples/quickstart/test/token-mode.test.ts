import { beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from './support/clock.ts';
import { complete, continues, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

describe('token mode', () => {
  it('signs in without a cookie: flow, session and device travel as tokens', async () => {
    const dora = app.person('dora@example.org', 'token');
    const first = await dora.signInWithPassword();
    expect(first).toMatchObject(continues);
    expect(first.body.flow?.token.length).toBeGreaterThanOrEqual(43);
    expect(Date.parse(first.body.flow?.expiresAt ?? '')).toBeGreaterThan(app.clock.now);
    expect((await dora.client.get('/sign-in')).body.accept).toEqual(first.body.accept);

    const last = await dora.goesOnWith('email-code');
    expect(last).toMatchObject(complete('baseline'));
    expect(last.body.session?.token?.length).toBeGreaterThanOrEqual(43);
    expect(last.body.device?.token.length).toBeGreaterThanOrEqual(43);
    expect(dora.client.cookies.size).toBe(0);

    expect(await dora.session()).toMatchObject({ status: 200, body: { session: { strength: 'baseline' } } });
    expect((await dora.client.host('GET', '/app/reports')).status).toBe(200);
    expect((await dora.signsOut()).status).toBe(200);
    expect(await dora.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('enrolls, signs in with a passkey alone, and steps up', async () => {
    const cleo = app.person('cleo@example.org', 'token');
    expect(await cleo.proves('password', 'email-code')).toMatchObject({ status: 200, body: { status: 'enroll' } });
    expect(await cleo.enrollsPasskey()).toMatchObject(complete('phishing-resistant'));
    const again = cleo.elsewhere(app.newClient('token'));
    expect(await again.proves('passkey')).toMatchObject(complete('phishing-resistant'));
    expect((await again.client.host('POST', '/app/payout', { json: {} })).status).toBe(200);

    app.clock.advance(6 * 60_000);
    expect(await again.client.host('POST', '/app/payout', { json: {} })).toMatchObject({ status: 401 });
    const old = again.client.copy();
    const begun = await again.client.post('/step-up', { strength: 'phishing-resistant', within: '5m' });
    expect(begun).toMatchObject(continues);
    expect(await again.goesOnWith('passkey')).toMatchObject(complete('phishing-resistant'));
    expect((await again.client.host('POST', '/app/payout', { json: {} })).status).toBe(200);
    expect(await old.get('/session')).toMatchObject(problem(401, 'no-session'));
    expect(again.client.cookies.size).toBe(0);
  });

  it('needs no Origin, and does not care for one', async () => {
    const headers = { origin: 'https://app.elsewhere.example' };
    const reply = await app
      .newClient('token')
      .send('POST', '/sign-in', { json: { identifier: 'dora@example.org' }, headers });
    expect(reply).toMatchObject(continues);
  });

  it('never turns a cookie flow into tokens, nor the other way round', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    const code = await dora.receivesEmailCode();
    const contrary = await dora.client.post('/sign-in/email-code', { code }, { 'sallyport-client': 'token' });
    expect(contrary).toMatchObject(problem(400, 'malformed-input'));
    const last = await dora.client.post('/sign-in/email-code', { code });
    expect(last).toMatchObject(complete('baseline'));
    expect(last.body.session?.token).toBeUndefined();
    expect(last.body.device).toBeUndefined();
    expect(last.body.flow).toBeUndefined();

    const stepUp = await dora.client.post('/step-up', {}, { 'sallyport-client': 'token' });
    expect(stepUp).toMatchObject(problem(400, 'malformed-input'));
  });

  it('takes no session token for a cookie, and no cookie for a session token', async () => {
    const byToken = app.person('dora@example.org', 'token');
    await byToken.proves('password', 'email-code');
    const asCookie = app.newClient();
    asCookie.cookies.set('sallyport-session', byToken.client.tokens.session ?? '');
    expect(await asCookie.get('/session')).toMatchObject(problem(401, 'no-session'));

    const byCookie = app.person('dora@example.org');
    await byCookie.proves('password', 'email-code');
    const asToken = app.newClient('token');
    asToken.tokens.session = byCookie.client.cookies.get('sallyport-session') ?? '';
    expect(await asToken.get('/session')).toMatchObject(problem(401, 'no-session'));
  });
});

describe('both modes at once', () => {
  // An address receives at most five mails an hour.
  beforeEach(() => app.clock.advance(HOUR));

  it('is refused: a bearer token beside a session cookie', async () => {
    const [byCookie, byToken] = [app.person('dora@example.org'), app.person('dora@example.org', 'token')];
    await byCookie.proves('password', 'email-code');
    await byToken.proves('password', 'email-code');
    const headers = { authorization: `Bearer ${byToken.client.tokens.session}` };
    expect(await byCookie.client.get('/session', { headers })).toMatchObject(problem(400, 'malformed-input'));
    expect((await byCookie.session()).status).toBe(200);
    expect((await byToken.session()).status).toBe(200);
  });

  it('is refused: a flow token beside a session cookie, or beside a flow cookie', async () => {
    const dora = app.person('dora@example.org');
    await dora.begins();
    const { flow } = (await app.person('dora@example.org', 'token').begins()).body;
    const headers = { 'sallyport-flow': flow?.token ?? '' };
    expect(await dora.client.get('/sign-in', { headers })).toMatchObject(problem(400, 'malformed-input'));
    await dora.proves('password', 'email-code');
    expect(await dora.client.get('/sign-in', { headers })).toMatchObject(problem(400, 'malformed-input'));
    const bearer = { authorization: `Bearer ${'A'.repeat(43)}` };
    const other = app.person('dora@example.org');
    await other.begins();
    expect(await other.client.get('/sign-in', { headers: bearer })).toMatchObject(problem(400, 'malformed-input'));
  });

  it.each(['Bearer', 'Bearer ', `Bearer ${'A'.repeat(43)}`, 'Bearer é', `Bearer ${'x'.repeat(5_000)}`])(
    'is not meant by %j alone, which is no session',
    async (authorization) => {
      const reply = await app.newClient('token').get('/session', { headers: { authorization } });
      expect([400, 401]).toContain(reply.status);
    },
  );
});
