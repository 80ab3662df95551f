import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientAgainst } from './fake-server.test-support.ts';
import { createSignInPage, type SignInPage, type SignInState } from './sign-in-page.ts';

type Replies = Parameters<typeof clientAgainst>;

const open = { status: 'open', methods: ['password', 'passkey'], providers: [] };
const goesOn = { status: 'continue', accept: [{ method: 'totp' }], because: [] };
const complete = { status: 'complete', session: { accountId: 'a' } };
const requestOptions = { challenge: 'AAAA', rpId: 'localhost' };
const refusal = (status: number, code: string): Replies[number] => ({ status, body: { code, title: code } });

/** A started page, its client and the requests. */
async function started(...replies: Replies): Promise<ReturnType<typeof clientAgainst> & { page: SignInPage }> {
  const { client, seen } = clientAgainst(...replies);
  const page = createSignInPage(client);
  await page.start();
  return { client, seen, page };
}

/** Records each later state of the page as a short text. */
function watched(page: SignInPage): string[] {
  const states: string[] = [];
  const inShort = ({ answer, busy, problem }: SignInState): string =>
    [answer?.status ?? 'nothing', busy ? 'busy' : 'idle', problem?.code ?? 'fine'].join(' ');
  page.subscribe(() => states.push(inShort(page.state())));
  return states;
}

describe('a sign-in page', () => {
  it('shows where the sign-in stands, and what an act makes of it', async () => {
    const { client } = clientAgainst({ body: open }, { body: goesOn }, { body: complete });
    const page = createSignInPage(client);
    const states = watched(page);
    await page.start();
    await page.act(({ signIn }) => signIn.begin({ identifier: 'ada', password: 'pw' }));
    await page.act(({ signIn }) => signIn.code('totp', '123456'));
    expect(states).toEqual([
      'nothing busy fine',
      'open idle fine',
      'open busy fine',
      'continue idle fine',
      'continue busy fine',
      'complete idle fine',
    ]);
    expect(page.state().answer).toEqual(complete);
  });

  it('stays where it is with a refusal, which goes with the next act', async () => {
    const { page } = await started({ body: goesOn }, refusal(401, 'invalid-credentials'), { body: complete });
    const states = watched(page);
    await page.act(({ signIn }) => signIn.code('totp', '1'));
    await page.act(({ signIn }) => signIn.code('totp', '2'));
    expect(states).toEqual([
      'continue busy fine',
      'continue idle invalid-credentials',
      'continue busy fine',
      'complete idle fine',
    ]);
  });

  it('does one act at a time: a second press sends nothing', async () => {
    const { page, seen } = await started({ body: goesOn }, { body: complete });
    const first = page.act(({ signIn }) => signIn.code('totp', '1'));
    await page.act(({ signIn }) => signIn.code('totp', '1'));
    await first;
    expect(seen.map(({ url }) => url)).toEqual(['/auth/sign-in', '/auth/sign-in/totp']);
  });

  it('catches up in silence with a sign-in that went on in another tab', async () => {
    const { page } = await started({ body: open }, refusal(409, 'flow-conflict'), { body: goesOn });
    await page.act(({ signIn }) => signIn.password('pw'));
    expect(page.state()).toEqual({ answer: goesOn, busy: false, problem: undefined });
  });

  it('begins again where a sign-in is over, and says so where there was one to see', async () => {
    const { page } = await started({ body: goesOn }, refusal(410, 'flow-expired'), { body: open });
    await page.act(({ signIn }) => signIn.code('totp', '1'));
    expect(page.state()).toMatchObject({ answer: open, problem: { code: 'flow-expired' } });
    const { page: fresh } = await started(refusal(410, 'flow-expired'), { body: open });
    expect(fresh.state()).toEqual({ answer: open, busy: false, problem: undefined });
  });

  it('says if the server cannot be asked where it stands', async () => {
    const { page } = await started({ body: goesOn }, refusal(410, 'flow-expired'), refusal(503, 'store-unavailable'));
    await page.act(({ signIn }) => signIn.code('totp', '1'));
    expect(page.state()).toMatchObject({ answer: goesOn, busy: false, problem: { code: 'store-unavailable' } });
  });

  it('throws what is no problem, and is ready for the next act', async () => {
    const { page } = await started({ body: open });
    await expect(page.act(() => Promise.reject(new TypeError('of the page')))).rejects.toThrow('of the page');
    expect(page.state().busy).toBe(false);
  });

  it('tells no listener that has left', async () => {
    const { page } = await started({ body: open });
    const changed = vi.fn();
    page.subscribe(changed)();
    await page.start();
    expect(changed).not.toHaveBeenCalled();
  });
});

describe('a sign-in page that offers passkeys in the autofill', () => {
  const get = vi.fn();
  const bytes = new Uint8Array([1]).buffer;
  const assertion = {
    id: 'AQ',
    rawId: bytes,
    type: 'public-key',
    response: { authenticatorData: bytes, clientDataJSON: bytes, signature: bytes },
    getClientExtensionResults: () => ({}),
  };

  beforeEach(() => {
    const isConditionalMediationAvailable = async (): Promise<boolean> => true;
    vi.stubGlobal(
      'PublicKeyCredential',
      Object.assign(() => {}, { isConditionalMediationAvailable }),
    );
    vi.stubGlobal('navigator', { credentials: { get } });
    vi.stubGlobal('document', { querySelectorAll: () => [{}] });
    vi.stubGlobal('location', { hostname: 'localhost' });
    get.mockReset();
    // An unanswered prompt ends when the client aborts.
    get.mockImplementation(
      ({ signal }: { readonly signal: AbortSignal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  async function offering(...replies: Replies): Promise<ReturnType<typeof clientAgainst> & { page: SignInPage }> {
    const { client, seen } = clientAgainst({ body: open }, { body: requestOptions }, ...replies);
    const page = createSignInPage(client);
    await page.start({ autofill: true });
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(1));
    return { client, seen, page };
  }

  it('waits without being busy, and signs in by the one that is chosen', async () => {
    let choose = (): void => {};
    get.mockImplementationOnce(() => new Promise((resolve) => (choose = () => resolve(assertion))));
    const { page } = await offering({ body: complete });
    expect(get.mock.calls[0]?.[0].mediation).toBe('conditional');
    expect(page.state()).toMatchObject({ busy: false });
    const states = watched(page);
    choose();
    await vi.waitFor(() => expect(states).toEqual(['open busy fine', 'complete idle fine']));
  });

  it('ends the offer when somebody signs in by other means, and tells nobody', async () => {
    const { page, client } = await offering({ body: goesOn });
    await page.act(({ signIn }) => signIn.begin({ identifier: 'ada', password: 'pw' }));
    expect(get.mock.calls[0]?.[0].signal.aborted).toBe(true);
    expect(page.state()).toEqual({ answer: goesOn, busy: false, problem: undefined });
    client.signIn.cancelPasskey();
  });

  it('offers them again after a wrong password, and after a passkey that was refused', async () => {
    const { page, client } = await offering(
      refusal(401, 'invalid-credentials'),
      { body: requestOptions },
      refusal(401, 'invalid-credentials'),
      { body: requestOptions },
    );
    get.mockImplementationOnce(async () => assertion);
    await page.act(({ signIn }) => signIn.begin({ identifier: 'ada', password: 'pw' }));
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(3));
    expect(page.state()).toMatchObject({ answer: open, busy: false, problem: { code: 'invalid-credentials' } });
    client.signIn.cancelPasskey();
  });

  it('makes no offer where the policy or the browser has none', async () => {
    const { client, seen } = clientAgainst({ body: { ...open, methods: ['password'] } });
    await createSignInPage(client).start({ autofill: true });
    vi.stubGlobal('PublicKeyCredential', undefined);
    const other = clientAgainst({ body: open });
    await createSignInPage(other.client).start({ autofill: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect([seen.length, other.seen.length, get.mock.calls.length]).toEqual([1, 1, 0]);
  });
});
