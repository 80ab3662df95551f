import { createSallyportClient, memoryTokens, type TokenKeeper, type Tokens } from '@sallyport/browser';
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

/** A keeper that remembers every write, as a telephone's key chain does between two starts of an app. */
function keyChain(): TokenKeeper & { readonly written: Tokens[] } {
  const { read, write } = memoryTokens();
  const written: Tokens[] = [];
  return {
    written,
    read: async () => read(),
    write: async (tokens) => {
      written.push(tokens);
      await write(tokens);
    },
  };
}

describe('@sallyport/browser in token mode', () => {
  const clientOn = (tokens: TokenKeeper) => createSallyportClient({ baseUrl: `${app.url}/auth`, tokens });

  it('X26 signs in, goes on after a restart, steps up, signs out and stays known', async () => {
    const person = await app.newcomer();
    const keeper = keyChain();
    const begun = await clientOn(keeper).signIn.begin({ identifier: person.identifier, password: person.has.password });
    expect(begun.status).toBe('continue');
    expect(await keeper.read()).toEqual({ flow: expect.any(String), session: undefined, device: undefined });
    const client = clientOn(keeper);
    await client.signIn.sendCode('email-code');
    const { code = '' } = await app.nextMail(person.identifier, 'code', 0);
    expect(await client.signIn.code('email-code', code)).toMatchObject({ status: 'complete' });
    const { flow, session, device } = await keeper.read();
    expect(flow).toBeUndefined();
    expect(session).toMatch(/^[\w-]{43}\.[\w-]{22}\.[\w-]{43}$/);
    expect(device).toMatch(/^[\w-]{43}$/);
    expect(await client.session.get()).toMatchObject({ strength: 'baseline' });
    const reports = await fetch(`${app.url}/app/reports`, { headers: { authorization: `Bearer ${session}` } });
    expect(reports.status).toBe(200);
    await client.session.end();
    expect(await keeper.read()).toEqual({ flow: undefined, session: undefined, device });
    await expect(client.session.get()).rejects.toMatchObject({ code: 'no-session' });
  });

  it('X26 X8 a page whose sign-in was replaced leaves the sign-in of the other page its token', async () => {
    const tokens = memoryTokens();
    const [one, other] = [await app.newcomer(), await app.newcomer()];
    const [older, newer] = [clientOn(tokens), clientOn(tokens)];
    await older.signIn.begin({ identifier: one.identifier, password: one.has.password });
    await newer.signIn.begin({ identifier: other.identifier, password: other.has.password });
    await expect(older.inFlow.signIn.code('email-code', '123456')).rejects.toMatchObject({ code: 'flow-expired' });
    expect((await tokens.read()).flow).toEqual(expect.any(String));
    expect(await newer.inFlow.signIn.status()).toMatchObject({ status: 'continue' });
  });

  it('X26 forgets a flow that the server does not know any more, and a session only at a sign-out', async () => {
    const keeper = memoryTokens();
    const session = 's'.repeat(43);
    await keeper.write({ flow: 'f'.repeat(43), session, device: 'd'.repeat(43) });
    const client = clientOn(keeper);
    await expect(client.session.get()).rejects.toMatchObject({ code: 'no-session' });
    await expect(client.signIn.code('totp', '123456')).rejects.toMatchObject({ code: 'flow-expired' });
    expect(await keeper.read()).toEqual({ flow: undefined, session, device: 'd'.repeat(43) });
    await expect(client.session.end()).rejects.toMatchObject({ code: 'no-session' });
    expect(await keeper.read()).toEqual({ flow: undefined, session: undefined, device: 'd'.repeat(43) });
  });

  it('X26 X11 a late refusal of the former token leaves the token that a step-up rotated', async () => {
    const person = await app.newcomer();
    const tokens = memoryTokens();
    let leaves = (): void => {};
    let arrives = (): void => {};
    const left = new Promise<void>((resolve) => {
      leaves = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    const client = createSallyportClient({
      baseUrl: `${app.url}/auth`,
      tokens,
      fetch: async (input, init) => {
        if (String(input).endsWith('/account')) {
          leaves();
          await arrived;
        }
        return fetch(input, init);
      },
    });
    await client.signIn.begin({ identifier: person.identifier, password: person.has.password });
    await client.signIn.sendCode('email-code');
    const { code = '' } = await app.nextMail(person.identifier, 'code', 0);
    await client.signIn.code('email-code', code);
    const before = await tokens.read();
    const late = client.account.get().catch((thrown: unknown) => thrown);
    await left;
    expect(await client.stepUp({ strength: 'baseline' })).toMatchObject({ status: 'complete' });
    const rotated = await tokens.read();
    expect(rotated.session).not.toBe(before.session);
    arrives();
    expect(await late).toMatchObject({ code: 'no-session' });
    expect(await tokens.read()).toEqual(rotated);
    expect(await client.session.get()).toMatchObject({ strength: 'baseline' });
  });
});
