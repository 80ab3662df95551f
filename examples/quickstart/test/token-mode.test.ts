import { describe, expect, it } from 'vitest';
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
});
