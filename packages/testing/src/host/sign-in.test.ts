import type { FlowReply, Sallyport } from '@sallyport/engine';
import { fetchHandler } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { createAuthenticator } from '../authenticator/index.ts';
import { SignInFailed, signIn } from '../index.ts';
import { world } from './world.test-support.ts';

/** The answer of the mounted routes to a request with these headers. */
async function sessionOver(auth: Sallyport, headers: Record<string, string>, method = 'GET'): Promise<Response> {
  const handle = fetchHandler(auth, { basePath: '/auth' });
  return handle(new Request(`${auth.origin}/auth/session`, { method, headers }));
}

describe('signIn', () => {
  it('N8 makes a real session, in a token or a cookie, which the routes take', async () => {
    const { auth, accountWith, signIn: signsIn } = await world();
    const ada = await accountWith();
    const token = await signsIn(ada);
    expect(token.session).toMatchObject({ accountId: ada.accountId, strength: 'baseline', amr: ['pwd', 'otp', 'mfa'] });
    expect(token.headers()).toEqual({ authorization: expect.stringMatching(/^Bearer \S{43,}$/) });
    expect((await sessionOver(auth, { ...token.headers() })).status).toBe(200);

    const cookie = await signsIn(ada, { mode: 'cookie' });
    expect(cookie.headers()).toEqual({
      cookie: expect.stringMatching(/^__Host-sallyport-session=\S{43,}$/),
      origin: 'https://app.example',
    });
    const answered = await sessionOver(auth, { ...cookie.headers() });
    expect(await answered.json()).toMatchObject({ session: { accountId: ada.accountId } });
    expect((await sessionOver(auth, { ...cookie.headers() }, 'DELETE')).status).toBeLessThan(300);
    expect((await sessionOver(auth, { ...cookie.headers() })).status).toBe(401);
    expect((await sessionOver(auth, { authorization: 'Bearer made-up' })).status).toBe(401);
  });

  it('N17 signs in in no context, and in the contexts that the test names', async () => {
    const policy = {
      requiredStrength: 'single',
      contexts: { outside: { requiredStrength: 'enhanced' }, abroad: { refuse: true } },
    } as const;
    const { accountWith, signIn: signsIn } = await world({ policy, contextOf: () => ['outside'] });
    const ada = await accountWith({ factors: ['email', 'totp'] });
    const inOffice = await signsIn(ada);
    expect(inOffice.session.strength).toBe('single');
    expect((await inOffice.live()).accountId).toBe(ada.accountId);
    const outside = await signsIn(ada, { contexts: ['outside'] });
    expect(outside.session.strength).toBe('enhanced');
    await expect(signsIn(ada, { contexts: ['abroad'] })).rejects.toThrow(SignInFailed);
  });

  it('names the cookie as it is named over plain http on localhost', async () => {
    const { auth, accountWith, signIn: signsIn } = await world({ origin: 'http://localhost:3000' });
    const headers = (await signsIn(await accountWith(), { mode: 'cookie' })).headers();
    expect(headers).toMatchObject({ cookie: expect.stringMatching(/^sallyport-session=/) });
    expect((await sessionOver(auth, { ...headers })).status).toBe(200);
  });

  it('sets up what the flow asks for, and needs nothing but what a person has', async () => {
    const { auth, accountWith, mails } = await world({ policy: { requiredStrength: 'enhanced' } });
    const { identifier, password } = await accountWith({ identifier: 'ada@app.example' });
    const readEmailCode = () => mails.at(-1)?.code ?? '';
    const authenticator = createAuthenticator();
    const person = { identifier, password, authenticator, readEmailCode };
    expect((await signIn(auth, person)).session.strength).toBe('phishing-resistant');
    expect(authenticator.credentials).toHaveLength(1);
    expect((await signIn(auth, { identifier, authenticator })).session.strength).toBe('phishing-resistant');
  });

  it('signs in in the ways it is told', async () => {
    const { accountWith, signIn: signsIn } = await world({ policy: { emailCodes: { offer: 'always' } } });
    const ada = await accountWith({ factors: ['email', 'totp', 'passkey'] });
    const strengths = async (...using: ('password' | 'passkey' | 'email-code' | 'totp' | 'backup-code')[]) =>
      (await signsIn(ada, { using })).session.strength;
    expect(await strengths('password', 'email-code')).toBe('baseline');
    expect(await strengths('password', 'totp')).toBe('enhanced');
    expect(await strengths('password', 'backup-code')).toBe('enhanced');
    expect(ada.backupCodes).toHaveLength(9);
    expect(await strengths('passkey')).toBe('phishing-resistant');
    expect((await signsIn(ada)).session.strength).toBe('phishing-resistant');
  });

  it('uses no method beside those in `using`, whatever else the person has', async () => {
    const { accountWith, signIn: signsIn } = await world({ policy: { emailCodes: { offer: 'always' } } });
    const ada = await accountWith({ factors: ['email', 'totp', 'passkey'] });
    await expect(signsIn(ada, { using: ['email-code'] })).rejects.toThrow('asked for');
    await expect(signsIn(ada, { using: ['totp', 'email-code'] })).rejects.toThrow('asked for');
    // The control: with a way in among them, in any place.
    expect((await signsIn(ada, { using: ['email-code', 'password'] })).session.strength).toBe('baseline');
    expect((await signsIn(ada, { using: ['email-code', 'passkey'] })).session.strength).toBe('phishing-resistant');
  });

  it('steps a session up, as a route that asks for more makes a person do', async () => {
    const { clock, accountWith, signIn: signsIn } = await world();
    const ada = await accountWith({ factors: ['email', 'passkey'] });
    const session = await signsIn(ada);
    clock.advance('10m');
    const { session: raised, live } = await session.stepUp({ strength: 'phishing-resistant', within: '5m' });
    expect(raised.authTime).toBe(clock.now());
    await expect(live('recent-proof')).resolves.toMatchObject({ accountId: ada.accountId });
    await expect(session.live()).rejects.toThrow('refused, no-session');
  });

  it('N2 says why, where it ends in no session', async () => {
    const { auth, accountWith } = await world({ policy: { requiredStrength: 'enhanced' } });
    const ada = await accountWith();
    const { identifier, password } = ada;
    await expect(signIn(auth, { identifier, password: 'not the right one' })).rejects.toThrow(
      `${identifier}: refused, invalid-credentials`,
    );
    const lost = await signIn(auth, { identifier, password }).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(SignInFailed);
    expect(String(lost)).toContain(`${identifier}: asked for email-code, and has none of it`);
    expect(String(lost)).toContain("The tenant requires the strength 'enhanced'");
    const [alone] = [await accountWith({ factors: [] })];
    await expect(signIn(auth, alone)).rejects.toMatchObject({
      code: 'sign-in-failed',
      refusal: { refused: 'no-way-in' },
    });
  });

  it('takes no shortcut: what the engine does not grant is no session', async () => {
    const { auth, accountWith } = await world();
    const ada = await accountWith();
    const never: FlowReply = {
      answer: { status: 'continue', accept: [{ method: 'email-code' }], because: [] },
      keep: { mode: 'token' },
    };
    const refusing = {
      ...auth,
      signIn: { ...auth.signIn, sendCode: async () => never, code: async () => never },
    };
    await expect(signIn(refusing, ada)).rejects.toThrow('no session after 12 steps');
  });
});

it('N8 does not set up what a policy asks for, if told not to', async () => {
  const {
    auth,
    accountWith,
    signIn: signsIn,
  } = await world({
    policy: { administrators: {}, roles: { admin: { requiredStrength: 'enhanced' } } },
  });
  const admin = await accountWith({ roles: ['admin'], factors: ['email'] });
  await expect(signsIn(admin, { enroll: false })).rejects.toThrow(/has to set up passkey or totp first/);
  expect(await auth.people.sessions({ accountId: admin.accountId })).toEqual([]);
  expect((await signsIn(admin)).session.strength).toBe('enhanced');
});

it('X7 refuses a misspelt option before anything is proved', async () => {
  const { auth } = await world();
  await expect(signIn(auth, { identifier: 'ada' }, Object({ mod: 'cookie' }))).rejects.toThrow(
    new TypeError("signIn: there is no member 'mod'; did you mean 'mode'?"),
  );
});
