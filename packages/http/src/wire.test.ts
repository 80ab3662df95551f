import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { fetchHandler } from './serve/fetch-handler.ts';

/** The real engine behind the contract, asked by a client in token mode. */
async function wire() {
  const codes = { sms: { label: 'SMS', send: async () => {} } };
  const { auth, accountWith, signIn } = await testSallyport({ store: memoryStore(), codes });
  const handle = fetchHandler(auth, { basePath: '/auth' });
  const ask = async (path: string, body: unknown, headers: object = {}) => {
    const response = await handle(
      new Request(`${auth.origin}/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sallyport-client': 'token', ...headers },
        body: JSON.stringify(body),
      }),
    );
    const text = await response.text();
    return { status: response.status, text, json: JSON.parse(text) };
  };
  return { auth, accountWith, signIn, ask };
}

describe('a client of the contract, written in an afternoon', () => {
  it.each([
    ['bare', (response: object) => response],
    ['as { response }', (response: object) => ({ response })],
  ])('N11 sends a response of a software authenticator as it is, %s, in both ceremonies', async (_, body) => {
    const { auth, accountWith, signIn, ask } = await wire();
    const headers = (await signIn(await accountWith({ factors: ['email'] }), { mode: 'token' })).headers();
    const authenticator = createAuthenticator();

    const creation = await ask('/enroll/passkey/options', {}, headers);
    expect(creation.json.extensions.prf.eval.first).toEqual(expect.any(String));
    const made = await authenticator.create(creation.json, auth);
    expect(await ask('/enroll/passkey', body(made), headers)).toMatchObject({ status: 200 });

    const request = await ask('/sign-in/passkey/options', {});
    const shown = await authenticator.get(request.json, auth);
    expect(shown.clientExtensionResults.prf?.results?.first).toHaveLength(32);
    const done = await ask('/sign-in/passkey', body(shown));
    expect(done).toMatchObject({ status: 200, json: { status: 'complete' } });
  });

  it('is told of the combinations that the host brings, and of no others: its first answer is small', async () => {
    const { accountWith, ask } = await wire();
    const { identifier, password } = await accountWith({ factors: ['email'] });
    const { json, text } = await ask('/sign-in', { identifier, password });
    expect(json).toMatchObject({ status: 'continue', because: [{ code: 'strength-required' }] });
    expect(json.because[0].satisfiedBy).toEqual([
      ['passkey'],
      ['password', 'passkey'],
      ['password', 'totp'],
      ['password', 'email-code'],
      ['password', 'backup-code'],
      ['password', 'sms-code'],
    ]);
    expect(text.length).toBeLessThan(600);
  });

  it('says how recent a proof has to be in one word, as the challenge of a guard is read', async () => {
    const { accountWith, signIn, ask } = await wire();
    const headers = (await signIn(await accountWith({ factors: ['email'] }), { mode: 'token' })).headers();
    expect(await ask('/step-up', { withinSeconds: 300 }, headers)).toMatchObject({
      status: 400,
      json: { errors: [{ path: 'withinSeconds' }] },
    });
    expect((await ask('/step-up', { within: '300s' }, headers)).status).toBe(200);
  });
});
