import { describe, expect, it, vi } from 'vitest';
import { createSallyportClient } from './client.ts';
import {
  attestation,
  base64url,
  create,
  creationOptions,
  signalAllAcceptedCredentials,
  withPasskeys,
} from './passkeys.test-support.ts';

withPasskeys();

const passkeyUser = { rpId: 'shop.example', userHandle: base64url('ada'), name: 'ada' };
const accountWith = (...ids: string[]) => ({ passkeyUser, factors: { passkeys: ids.map((id) => ({ id })) } });

/** A client whose requests the test answers, by method and path, when it likes. */
function slowServer() {
  const open: { readonly line: string; answer(body: object, status?: number): void }[] = [];
  const fetch = (url: string | URL | Request, { method = 'GET' }: RequestInit = {}): Promise<Response> =>
    new Promise((resolve) => {
      open.push({
        line: `${method} ${String(url)}`,
        answer: (body, status = 200) => resolve(Response.json(body, { status })),
      });
    });
  const next = async (line: string) => {
    const isAsked = () => open.findIndex((one) => one.line === line);
    await vi.waitFor(() => expect(isAsked()).toBeGreaterThanOrEqual(0));
    const [asked] = open.splice(isAsked(), 1);
    if (asked === undefined) throw new Error(line);
    return asked;
  };
  return { client: createSallyportClient({ fetch: fetch as typeof globalThis.fetch }), next, open };
}

const told = (): unknown[] => signalAllAcceptedCredentials.mock.calls.flat();

describe.each([
  ['with locks', true],
  ['without locks', false],
])('X38 P6 a list of passkeys in a browser %s', (_, hasLocks) => {
  const inBrowser = (): void => {
    if (hasLocks) vi.stubGlobal('navigator', { ...navigator, locks: fakeLocks() });
  };

  it('is not told if this page has begun a registration since the list was asked for', async () => {
    inBrowser();
    create.mockResolvedValue(attestation());
    const { client, next } = slowServer();
    const signalled = client.account.signalPasskeys();
    const list = await next('GET /auth/account');
    const registered = client.enroll.passkey();
    (await next('POST /auth/enroll/passkey/options')).answer(creationOptions);
    await new Promise((resolve) => setTimeout(resolve));
    list.answer(accountWith('old'));
    await signalled;
    expect(told()).toEqual([]);
    (await next('POST /auth/enroll/passkey')).answer({ status: 'complete' });
    (await next('GET /auth/account')).answer(accountWith('old', base64url('key')));
    await registered;
    expect(told()).toMatchObject([{ allAcceptedCredentialIds: ['old', base64url('key')] }]);
  });

  it('is not asked for between the prompt of a registration and the answer of its commit', async () => {
    inBrowser();
    create.mockResolvedValue(attestation());
    const { client, next, open } = slowServer();
    const registered = client.enroll.passkey();
    (await next('POST /auth/enroll/passkey/options')).answer(creationOptions);
    const commit = await next('POST /auth/enroll/passkey');
    await client.account.signalPasskeys();
    expect(open).toEqual([]);
    const removed = client.account.removePasskey('abc');
    (await next('DELETE /auth/account/passkeys/abc')).answer(accountWith('old'));
    await removed;
    expect(told()).toEqual([]);
    commit.answer({ status: 'continue' });
    await registered;
  });

  it('is told again after a registration that failed', async () => {
    inBrowser();
    create.mockRejectedValue(Object.assign(new Error('no'), { name: 'NotAllowedError' }));
    const { client, next } = slowServer();
    const registered = client.enroll.passkey().catch(({ code }) => code);
    (await next('POST /auth/enroll/passkey/options')).answer(creationOptions);
    expect(await registered).toMatch('passkey');
    const signalled = client.account.signalPasskeys();
    (await next('GET /auth/account')).answer(accountWith('old'));
    await signalled;
    expect(told()).toMatchObject([{ allAcceptedCredentialIds: ['old'] }]);
  });
});

it('X38 P6 a list is not told while another tab registers a passkey, and a registration waits for a signal', async () => {
  const locks = fakeLocks();
  vi.stubGlobal('navigator', { ...navigator, locks });
  create.mockResolvedValue(attestation());
  const { client, next, open } = slowServer();
  let ends = (): void => {};
  const other = locks.request('sallyport.passkeys', { mode: 'shared' }, () => new Promise<void>((end) => (ends = end)));
  await client.account.signalPasskeys();
  expect(open).toEqual([]);
  // Two tabs can have a prompt open.
  const registered = client.enroll.passkey();
  (await next('POST /auth/enroll/passkey/options')).answer(creationOptions);
  (await next('POST /auth/enroll/passkey')).answer({ status: 'continue' });
  await registered;
  ends();
  await other;
  const signalled = client.account.signalPasskeys();
  const list = await next('GET /auth/account');
  const second = client.enroll.passkey();
  (await next('POST /auth/enroll/passkey/options')).answer(creationOptions);
  await new Promise((resolve) => setTimeout(resolve));
  expect(create).toHaveBeenCalledTimes(1);
  list.answer(accountWith('old'));
  await signalled;
  (await next('POST /auth/enroll/passkey')).answer({ status: 'continue' });
  await second;
  expect(create).toHaveBeenCalledTimes(2);
});

it('P6 a registration goes on if the browser refuses the lock', async () => {
  vi.stubGlobal('navigator', { ...navigator, locks: { request: () => Promise.reject(new DOMException('no')) } });
  create.mockResolvedValue(attestation());
  const { client, next } = slowServer();
  const registered = client.enroll.passkey();
  (await next('POST /auth/enroll/passkey/options')).answer(creationOptions);
  (await next('POST /auth/enroll/passkey')).answer({ status: 'continue' });
  expect(await registered).toEqual({ status: 'continue' });
});

type Held = (lock: object | null) => Promise<unknown>;

/** One lock, as the Web Locks API has it: shared or exclusive, in turn. */
function fakeLocks() {
  let shared = 0;
  let alone = false;
  const waiting: (() => void)[] = [];
  return {
    async request(_: string, { mode, ifAvailable }: { mode?: 'shared'; ifAvailable?: true }, held: Held) {
      const isFree = () => !alone && (mode === 'shared' || shared === 0);
      if (!isFree() && ifAvailable === true) return held(null);
      while (!isFree()) await new Promise<void>((go) => waiting.push(go));
      if (mode === 'shared') shared += 1;
      else alone = true;
      try {
        return await held({});
      } finally {
        if (mode === 'shared') shared -= 1;
        else alone = false;
        for (const go of waiting.splice(0)) go();
      }
    },
  };
}
