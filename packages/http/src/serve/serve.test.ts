import { instant } from '@sallyport/core';
import {
  HashingBusy,
  type KeptTokens,
  RecordTooNew,
  type Refusal,
  type RefusalOf,
  StoreUnavailable,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ask, bodyOf, expectProblem } from '../ask.test-support.ts';
import { complete, fakeSallyport, goesOn, guardFor, keep, LATER, NOW, token } from '../fake-sallyport.test-support.ts';
import { asDescribed } from '../shapes/as-described.test-support.ts';

const begin = { identifier: 'ada' };
const secure = 'Path=/; HttpOnly; SameSite=Lax; Secure';

describe('what a client keeps', () => {
  it('is a flow in a cookie, in cookie mode', async () => {
    const auth = fakeSallyport({ signIn: { begin: async () => goesOn('cookie') } });
    const reply = await ask(auth, 'POST /sign-in', { json: begin });
    expect(reply.cookies).toEqual([`__Host-sallyport-flow=${token('f')}; ${secure}; Max-Age=600`]);
    expect(bodyOf(reply)).not.toHaveProperty('flow');
  });

  it('is session and device in cookies once complete, and the flow no more', async () => {
    const auth = fakeSallyport({ signIn: { code: async () => complete('cookie') } });
    const headers = { cookie: `__Host-sallyport-flow=${token('f')}` };
    const reply = await ask(auth, 'POST /sign-in/totp', { json: { code: '1' }, headers });
    expect(reply.cookies).toEqual([
      `__Host-sallyport-flow=; ${secure}; Max-Age=0`,
      `__Host-sallyport-session=${token('s')}; ${secure}; Max-Age=600`,
      `__Host-sallyport-device=${token('d')}; ${secure}; Max-Age=600`,
    ]);
    expect(reply.body).not.toContain(token('s'));
    expect(reply.body).not.toContain(token('d'));
  });

  it('X5 X28 is the list of devices in one cookie, also where only the order changed', async () => {
    const cookiesAfter = async (deviceTokens: Partial<KeptTokens>) => {
      const { device: _, deviceTokens: __, ...rest } = complete('cookie').keep;
      const reply = { ...complete('cookie'), keep: { ...rest, ...deviceTokens } };
      const auth = fakeSallyport({ signIn: { begin: async () => reply } });
      const { cookies } = await ask(auth, 'POST /sign-in', { json: begin });
      return cookies.filter((line) => line.includes('device'));
    };
    const deviceTokens = { tokens: [token('b'), token('a')], expiresAt: LATER };
    expect(await cookiesAfter({ deviceTokens })).toEqual([
      `__Host-sallyport-device=${token('b')}.${token('a')}; ${secure}; Max-Age=600`,
    ]);
    expect(await cookiesAfter({})).toEqual([]);
  });

  it('has plain names without Secure over http on localhost, and only those are read', async () => {
    const { guard, callers } = guardFor();
    const auth = fakeSallyport({
      origin: 'http://localhost:3000',
      signIn: { begin: async () => goesOn('cookie') },
      sessions: { guard },
    });
    const reply = await ask(auth, 'POST /sign-in', { json: begin, headers: { origin: 'http://localhost:3000' } });
    expect(reply.cookies).toEqual([`sallyport-flow=${token('f')}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`]);
    await ask(auth, 'GET /session', { headers: { cookie: `sallyport-session=x; __Host-sallyport-session=y` } });
    expect(callers[0]?.sessionToken).toBe('x');
  });

  it('is in the body and in no cookie, in token mode', async () => {
    const headers = { 'sallyport-client': 'token' };
    const auth = fakeSallyport({
      signIn: { begin: async () => goesOn('token'), passkey: async () => complete('token') },
    });
    const opened = await ask(auth, 'POST /sign-in', { json: begin, headers });
    expect(bodyOf(opened)).toEqual({
      status: 'continue',
      accept: [{ method: 'email-code', sentTo: 'a•••@example.org' }],
      because: [],
      flow: { token: token('f'), expiresAt: '2026-01-02T03:14:05.000Z' },
    });
    const { assertion } = await import('../contract.test-support.ts');
    const done = await ask(auth, 'POST /sign-in/passkey', { json: assertion, headers });
    expect(bodyOf(done)).toEqual({
      status: 'complete',
      session: {
        accountId: 'a1',
        strength: 'baseline',
        amr: ['pwd', 'otp'],
        authTime: '2026-01-02T03:04:05.000Z',
        expiresAt: '2026-01-02T03:14:05.000Z',
        token: token('s'),
      },
      backupCodes: ['one'],
      device: { token: token('d') },
    });
    expect([...opened.cookies, ...done.cookies]).toEqual([]);
  });

  it('is the device alone after signing out, and nothing after deleting the account', async () => {
    const { guard } = guardFor();
    const auth = fakeSallyport({
      sessions: { guard, end: async () => ({}) },
      me: { remove: async () => undefined },
    });
    expect((await ask(auth, 'DELETE /session')).cookies).toEqual([`__Host-sallyport-session=; ${secure}; Max-Age=0`]);
    expect((await ask(auth, 'DELETE /account')).cookies).toEqual([
      `__Host-sallyport-session=; ${secure}; Max-Age=0`,
      `__Host-sallyport-device=; ${secure}; Max-Age=0`,
    ]);
    const headers = { authorization: `Bearer ${token('b')}` };
    expect((await ask(auth, 'DELETE /session', { headers })).cookies).toEqual([]);
    // The other tokens belong to other people.
    const cookie = `__Host-sallyport-device=${token('d')}.${token('e')}`;
    expect((await ask(auth, 'DELETE /account', { headers: { cookie } })).cookies).toEqual([
      `__Host-sallyport-session=; ${secure}; Max-Age=0`,
    ]);
  });

  it('sends a redirect to the route that knows the provider', async () => {
    const auth = fakeSallyport({
      signIn: {
        status: async () => ({ answer: { status: 'redirect', provider: 'corp', because: [] }, keep: keep('cookie') }),
      },
    });
    const reply = await ask(auth, 'GET /sign-in', { mount: '/a/auth' });
    expect(bodyOf(reply)['location']).toBe('https://app.example/a/auth/sign-in/sso/corp');
  });
});

describe('a refusal', () => {
  const refusing = async (refusal: Refusal) =>
    ask(fakeSallyport({ signIn: { begin: async () => refusal as RefusalOf<'signIn.begin'> } }), 'POST /sign-in', {
      json: begin,
    });
  const inSeconds = (seconds: number) => instant(NOW + seconds * 1000);

  it.each([
    ['invalid-credentials', 401],
    ['no-session', 401],
    ['account-blocked', 403],
    ['method-not-allowed', 403],
    ['no-way-in', 403],
    ['not-permitted', 403],
    ['not-a-member', 403],
    ['strands-owners', 409],
    ['not-found', 404],
    ['flow-conflict', 409],
    ['policy-strands-administrators', 409],
    ['already-exists', 409],
    ['roles-from-host', 409],
    ['flow-expired', 410],
    ['precondition-failed', 412],
    ['mail-unavailable', 503],
  ] as const)('%s is a problem with status %i', async (refused, status) => {
    const reply = await refusing({ refused });
    expectProblem(reply, status, refused);
    expect(reply.headers).not.toHaveProperty('retry-after');
  });

  it('has two statuses for no-way-in: of a sign-in, and of a change', async () => {
    expectProblem(await refusing({ refused: 'no-way-in-left' }), 409, 'no-way-in');
  });

  it.each([
    ['locked', 429],
    ['too-many-mails', 429],
    ['busy', 503],
    ['store-unavailable', 503],
  ] as const)('%s says when to come back', async (refused, status) => {
    const soon = await refusing({ refused, until: inSeconds(1.2) });
    expectProblem(soon, status, refused);
    expect(soon.headers['retry-after']).toBe('2');
    expect((await refusing({ refused, until: inSeconds(-5) })).headers['retry-after']).toBe('1');
    expect(Number((await refusing({ refused })).headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it('reads the same however long it lasts', async () => {
    const [soon, late] = await Promise.all([1, 900].map((s) => refusing({ refused: 'locked', until: inSeconds(s) })));
    const words = (reply: typeof soon) => reply?.body.replace(/urn:uuid:[0-9a-f-]{36}/, '');
    expect(words(soon)).toBe(words(late));
  });

  it('carries the challenge of RFC 9470 if the session is too weak', async () => {
    const reply = await refusing({
      refused: 'insufficient-strength',
      demand: { strengths: ['enhanced', 'phishing-resistant'], maxAgeSeconds: 300 },
    });
    expectProblem(reply, 401, 'insufficient-strength');
    expect(reply.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="enhanced phishing-resistant", max_age="300"',
    );
    const demand = { strengths: ['enhanced', 'phishing-resistant'], maxAgeSeconds: 300 };
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'insufficient-strength', demand });
  });

  it('X8 carries the demand in the body too, with its time where there is one, and in no other problem', async () => {
    const demandOf = async (refusal: Refusal): Promise<unknown> => JSON.parse((await refusing(refusal)).body).demand;
    expect(await demandOf({ refused: 'insufficient-strength', demand: { strengths: ['enhanced'] } })).toEqual({
      strengths: ['enhanced'],
    });
    expect(await demandOf({ refused: 'no-session' })).toBeUndefined();
    expect(await demandOf({ refused: 'invalid-credentials' })).toBeUndefined();
  });

  it('lets no name of a strength break out of the header', async () => {
    const strengths = ['a"b', 'a b', 'é', 'x\r\ny: z', 'fine'];
    const reply = await refusing({ refused: 'insufficient-strength', demand: { strengths } });
    expect(reply.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="fine"',
    );
  });

  it("says that a passkey is nobody's if the engine says so", async () => {
    const nobodys = { refused: 'invalid-credentials', passkey: 'unknown' } as const;
    const { assertion } = await import('../contract.test-support.ts');
    const shown = async (refusal: RefusalOf<'signIn.passkey'>) =>
      ask(fakeSallyport({ signIn: { passkey: async () => refusal } }), 'POST /sign-in/passkey', { json: assertion });
    const problem = expectProblem(await shown(nobodys), 401, 'invalid-credentials');
    expect(problem['passkey']).toBe('unknown');
    expect(asDescribed().Problem.safeParse(problem).error).toBeUndefined();
    expect(bodyOf(await shown({ refused: 'invalid-credentials' }))).not.toHaveProperty('passkey');
  });

  it('passes on the reasons it is given, and the errors of an input', async () => {
    const because = [{ code: 'account-blocked', params: {}, source: 'account', message: 'Blocked.' }] as const;
    expect(bodyOf(await refusing({ refused: 'account-blocked', because }))['because']).toEqual(because);
    const errors = [{ path: 'policy.roles', message: 'no' }];
    expect(bodyOf(await refusing({ refused: 'malformed-input', errors }))['errors']).toEqual(errors);
  });
});

describe('a flow that stays open beside a refusal', () => {
  const refused = (mode: 'cookie' | 'token') =>
    fakeSallyport({ signIn: { begin: async () => ({ refused: 'no-way-in', keep: keep(mode) }) } });

  it('is kept in its cookie', async () => {
    const reply = await ask(refused('cookie'), 'POST /sign-in', { json: begin });
    expectProblem(reply, 403, 'no-way-in');
    expect(reply.cookies).toEqual([`__Host-sallyport-flow=${token('f')}; ${secure}; Max-Age=600`]);
  });

  it('is a member of the problem in token mode', async () => {
    const reply = await ask(refused('token'), 'POST /sign-in', {
      json: begin,
      headers: { 'sallyport-client': 'token' },
    });
    expectProblem(reply, 403, 'no-way-in');
    expect(bodyOf(reply)['flow']).toEqual({ token: token('f'), expiresAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(reply.cookies).toEqual([]);
  });

  it('leaves its cookie alone if nothing is said of it, also if the flow is gone: another answer may have brought the next token', async () => {
    const cookie = `__Host-sallyport-flow=${token('f')}`;
    const code = async (caller: { readonly mode: string }) =>
      ({ refused: caller.mode === 'cookie' ? 'invalid-credentials' : 'flow-expired' }) as const;
    const gone = async () => ({ refused: 'flow-expired' }) as const;
    const json = { code: '1' };
    const still = await ask(fakeSallyport({ signIn: { code } }), 'POST /sign-in/totp', { json, headers: { cookie } });
    expect(still.cookies).toEqual([]);
    const over = await ask(fakeSallyport({ signIn: { code: gone } }), 'POST /sign-in/totp', {
      json,
      headers: { cookie },
    });
    expectProblem(over, 410, 'flow-expired');
    expect(over.cookies).toEqual([]);
    const headers = { 'sallyport-flow': token('f') };
    expect((await ask(fakeSallyport({ signIn: { code } }), 'POST /sign-in/totp', { json, headers })).cookies).toEqual(
      [],
    );
    const { guard } = guardFor();
    const inSession = fakeSallyport({
      sessions: { guard },
      enroll: { confirmCode: async () => ({ ...complete('cookie'), keep: { mode: 'cookie' } }) },
    });
    expect((await ask(inSession, 'POST /enroll/totp/confirm', { json, headers: { cookie } })).cookies).toEqual([]);
  });
});

describe('a fault', () => {
  it('of the store is 503, and says when to come back', async () => {
    const fail = async () => {
      throw new StoreUnavailable({ operation: 'beginStep' });
    };
    const reply = await ask(fakeSallyport({ signIn: { begin: fail } }), 'POST /sign-in', { json: begin });
    expectProblem(reply, 503, 'store-unavailable');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(reply.body).not.toContain('beginStep');
  });

  it('of a full hashing queue is 503 too', async () => {
    const fail = async () => {
      throw new HashingBusy();
    };
    const reply = await ask(fakeSallyport({ signIn: { begin: fail } }), 'POST /sign-in', { json: begin });
    expectProblem(reply, 503, 'busy');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it('of a record that a newer version wrote is 503, and told to the host', async () => {
    const told: unknown[] = [];
    const fault = new RecordTooNew(2, 1);
    const fail = async () => {
      throw fault;
    };
    const auth = fakeSallyport({ signIn: { begin: fail } });
    const reply = await ask(auth, 'POST /sign-in', { json: begin }, { onFault: (one) => told.push(one) });
    expectProblem(reply, 503, 'store-unavailable');
    expect(told).toEqual([fault]);
  });

  it('that nobody expected is told to the host and to no one else', async () => {
    const told: unknown[] = [];
    const fault = new Error('secret');
    const auth = fakeSallyport({
      signIn: {
        begin: async () => {
          throw fault;
        },
      },
    });
    const reply = await ask(auth, 'POST /sign-in', { json: begin }, { onFault: (one) => told.push(one) });
    expectProblem(reply, 500, 'internal');
    expect(reply.body).not.toContain('secret');
    expect(told).toEqual([fault]);
  });

  it('is answered even if the host fails at being told', async () => {
    const onFault = () => {
      throw new Error('no log');
    };
    expectProblem(await ask(fakeSallyport(), 'GET /sign-in', {}, { onFault }), 500, 'internal');
  });
});
