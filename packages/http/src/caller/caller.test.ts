import type { Caller } from '@sallyport/engine';
import type { AdapterParts } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { ask, expectProblem } from '../ask.test-support.ts';
import { fakeSallyport, goesOn, guardFor, live, token } from '../fake-sallyport.test-support.ts';

const flowCookie = `__Host-sallyport-flow=${token('f')}`;
const sessionCookie = `__Host-sallyport-session=${token('s')}`;
const deviceCookie = `__Host-sallyport-device=${token('d')}`;
const bearer = `Bearer ${token('b')}`;

/** A Sallyport that keeps who asked, wherever it is asked. */
function listening() {
  const { guard, callers } = guardFor();
  const heard = async (caller: Caller) => {
    callers.push(caller);
    return goesOn(caller.mode);
  };
  const auth = fakeSallyport({
    sessions: { guard },
    me: { view: () => ({ ...Object(undefined) }) },
    enroll: { confirmCode: heard },
    signIn: { begin: heard, passkey: heard, code: heard, stepUp: heard, status: heard },
  });
  return { auth, callers };
}

async function callerOf(line: string, headers: Record<string, string>, json?: unknown): Promise<Caller | undefined> {
  const { auth, callers } = listening();
  const reply = await ask(auth, line, { headers, json });
  expect(reply.status).toBe(200);
  return callers[0];
}

const begin = { identifier: 'ada' };
const code = { code: '123456' };

describe('who is asking', () => {
  it('is known by cookies in cookie mode', async () => {
    const cookie = `other=1; ${flowCookie}; ${sessionCookie};${deviceCookie}`;
    expect(await callerOf('POST /sign-in/totp', { cookie, 'user-agent': 'Firefox' }, code)).toEqual({
      tenant: live.tenant,
      mode: 'cookie',
      flowToken: token('f'),
      sessionToken: token('s'),
      deviceTokens: [token('d')],
      userAgent: 'Firefox',
    });
  });

  it('is known by headers in token mode, where no cookie is read', async () => {
    const headers = {
      authorization: bearer,
      'sallyport-flow': token('f'),
      'sallyport-device': token('e'),
      cookie: deviceCookie,
    };
    expect(await callerOf('POST /sign-in/totp', headers, code)).toEqual({
      tenant: live.tenant,
      mode: 'token',
      flowToken: token('f'),
      sessionToken: token('b'),
      deviceTokens: [token('e')],
    });
  });

  it.each([
    ['several tokens, in their order', [token('a'), token('b'), token('c')], [token('a'), token('b'), token('c')]],
    ['five tokens of seven', [...'abcdefg'].map(token), [...'abcde'].map(token)],
    ['each token once', [token('a'), token('b'), token('a')], [token('a'), token('b')]],
    ['the one token among other entries', ['', 'short', token('a'), `${token('b')}=`, 'x'.repeat(129)], [token('a')]],
    ['five tokens after another entry', ['x', ...[...'abcde'].map(token)], [...'abcde'].map(token)],
    ['no token among other entries', ['', 'short', '%41', 'x'.repeat(10_000)], undefined],
    ['no token between dots', ['', '', ''], undefined],
  ])('X5 X28 reads the list of devices in both modes: %s', async (_, entries, deviceTokens) => {
    const value = entries.join('.');
    const cookie = `${flowCookie}; __Host-sallyport-device=${value}`;
    expect((await callerOf('POST /sign-in/totp', { cookie }, code))?.deviceTokens).toEqual(deviceTokens);
    const headers = { 'sallyport-flow': token('f'), 'sallyport-device': value };
    expect((await callerOf('POST /sign-in/totp', headers, code))?.deviceTokens).toEqual(deviceTokens);
  });

  it('opens a flow in token mode by the header alone, whatever cookies there are', async () => {
    for (const cookie of ['', flowCookie, `${flowCookie}; ${sessionCookie}; ${deviceCookie}`]) {
      const caller = await callerOf('POST /sign-in', { 'sallyport-client': 'token', cookie }, begin);
      expect(caller).toEqual({ tenant: live.tenant, mode: 'token' });
    }
  });

  it('ignores headers of token mode and other schemes that say nothing', async () => {
    const headers = { authorization: 'Basic eDp5', 'sallyport-flow': '', 'sallyport-device': token('e') };
    expect(await callerOf('POST /sign-in', headers, begin)).toEqual({ tenant: live.tenant, mode: 'cookie' });
  });

  it.each([
    ['a bearer token beside a session cookie', { authorization: bearer, cookie: sessionCookie }],
    ['a bearer token beside a flow cookie', { authorization: bearer, cookie: flowCookie }],
    ['Sallyport-Flow beside a session cookie', { 'sallyport-flow': token('f'), cookie: sessionCookie }],
    ['Sallyport-Flow beside a flow cookie', { 'sallyport-flow': token('f'), cookie: flowCookie }],
    ['Sallyport-Client: cookie beside a bearer token', { 'sallyport-client': 'cookie', authorization: bearer }],
    ['an unknown Sallyport-Client', { 'sallyport-client': 'toaster' }],
  ])('refuses %s on every route', async (_, headers) => {
    for (const [line, json] of [
      ['POST /sign-in', begin],
      ['POST /sign-in/totp', code],
      ['POST /step-up', {}],
      ['GET /session', undefined],
    ] as const) {
      const reply = await ask(listening().auth, line, { headers, json });
      expectProblem(reply, 400, 'malformed-input');
    }
  });

  it('refuses a header contrary to the session of a step-up, either way', async () => {
    for (const headers of [
      { 'sallyport-client': 'token', cookie: sessionCookie },
      { 'sallyport-client': 'cookie', authorization: bearer },
    ]) {
      expectProblem(await ask(listening().auth, 'POST /step-up', { headers, json: {} }), 400, 'malformed-input');
    }
    expect((await callerOf('POST /step-up', { 'sallyport-client': 'token', authorization: bearer }, {}))?.mode).toBe(
      'token',
    );
    expect((await callerOf('POST /step-up', { 'sallyport-client': 'cookie', cookie: sessionCookie }, {}))?.mode).toBe(
      'cookie',
    );
  });

  it('X8 continues a flow, if the client says so', async () => {
    const { assertion } = await import('../contract.test-support.ts');
    const headers = { cookie: flowCookie, 'sallyport-continues': '1' };
    expect((await callerOf('POST /sign-in/passkey', headers, assertion))?.continues).toBe(true);
    expect((await callerOf('POST /sign-in/passkey', { cookie: flowCookie }, assertion))?.continues).toBeUndefined();
    expect((await callerOf('POST /sign-in/totp', headers, code))?.continues).toBe(true);
    for (const value of ['0', 'true', '']) {
      const other = { headers: { 'sallyport-continues': value }, json: assertion };
      expectProblem(await ask(listening().auth, 'POST /sign-in/passkey', other), 400, 'malformed-input');
    }
  });

  it('X9 sets up in the flow alone or in the session alone, as the client says', async () => {
    const cookie = `${flowCookie}; ${sessionCookie}`;
    const line = 'POST /enroll/totp/confirm';
    const continues = async (headers: Record<string, string>) =>
      (await callerOf(line, { cookie, ...headers }, code))?.continues;
    expect(await continues({ 'sallyport-continues': '0' })).toBe(false);
    expect(await continues({ 'sallyport-continues': '1' })).toBe(true);
    expect(await continues({})).toBeUndefined();
    const other = { headers: { cookie, 'sallyport-continues': 'no' }, json: code };
    expectProblem(await ask(listening().auth, line, other), 400, 'malformed-input');
  });

  it('lets no header turn a flow that is open in cookies into token mode', async () => {
    const headers = { 'sallyport-client': 'token', cookie: flowCookie };
    expectProblem(await ask(listening().auth, 'POST /sign-in/totp', { headers, json: code }), 400, 'malformed-input');
    expectProblem(await ask(listening().auth, 'POST /sign-in/passkey', { headers, json: {} }), 400, 'malformed-input');
  });

  it('takes the mode of a passkey without a flow from the header', async () => {
    const { assertion } = await import('../contract.test-support.ts');
    const headers = { 'sallyport-client': 'token', cookie: sessionCookie };
    expect(await callerOf('POST /sign-in/passkey', headers, assertion)).toEqual({ tenant: live.tenant, mode: 'token' });
    expect((await callerOf('POST /sign-in/passkey', {}, assertion))?.mode).toBe('cookie');
  });

  it('keeps no control characters of a user agent', async () => {
    const caller = await callerOf('POST /sign-in', { 'user-agent': 'a\u0007b' }, begin);
    expect(caller?.userAgent).toBe('a b');
  });

  it('is of the tenant that the host says, by the whole path', async () => {
    const seen: (string | undefined)[] = [];
    const tenantOf: AdapterParts['tenantOf'] = ({ path }) => {
      seen.push(path);
      return live.tenant;
    };
    const auth = fakeSallyport({ signIn: { begin: async () => goesOn('cookie') } }, { tenantOf });
    await ask(auth, 'POST /sign-in', { json: begin, mount: '/t/acme/auth' });
    expect(seen).toEqual(['/t/acme/auth/sign-in']);
  });
});

describe('a request that can change something, in cookie mode', () => {
  const asks = (headers: Record<string, string | undefined>) => {
    const { auth } = listening();
    return ask(auth, 'POST /sign-in', { json: begin, headers });
  };

  it.each([
    ['the Origin', {}],
    ['the Origin, whatever Sec-Fetch-Site says', { 'sec-fetch-site': 'none' }],
    ['Sec-Fetch-Site alone', { origin: undefined, 'sec-fetch-site': 'same-origin' }],
  ])('is taken by %s', async (_, headers) => {
    expect((await asks(headers)).status).toBe(200);
  });

  it.each([
    ['nothing said', { origin: undefined }],
    ['another Origin', { origin: 'https://evil.example' }],
    ['an Origin that contradicts Sec-Fetch-Site', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    ['an opaque Origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['a sibling', { origin: undefined, 'sec-fetch-site': 'same-site' }],
    ['an Origin that only begins alike', { origin: 'https://app.example.evil' }],
    ['another scheme', { origin: 'http://app.example' }],
    ['an empty Origin', { origin: '', 'sec-fetch-site': 'same-origin' }],
  ])('is refused for %s', async (_, headers) => {
    expectProblem(await asks(headers), 403, 'cross-site');
  });

  it('needs no Origin in token mode', async () => {
    expect((await asks({ origin: 'https://elsewhere.example', 'sallyport-client': 'token' })).status).toBe(200);
  });
});
