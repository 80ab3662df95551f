import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientAgainst } from './fake-server.test-support.ts';

const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const get = vi.fn();
const create = vi.fn();
const signalUnknownCredential = vi.fn(async () => {});
const signalAllAcceptedCredentials = vi.fn(async () => {});
const signalCurrentUserDetails = vi.fn(async () => {});

/** The static methods of a browser with passkeys. Other tests run real ceremonies in Chromium. */
const BrowserCredential = Object.assign(() => {}, {
  signalUnknownCredential,
  signalAllAcceptedCredentials,
  signalCurrentUserDetails,
});

beforeEach(() => {
  vi.stubGlobal('PublicKeyCredential', BrowserCredential);
  vi.stubGlobal('navigator', { credentials: { get, create } });
  vi.stubGlobal('location', { hostname: 'localhost' });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const requestOptions = {
  challenge: base64url('challenge'),
  rpId: 'localhost',
  extensions: { prf: { eval: { first: base64url('salt') } } },
};
const creationOptions = {
  challenge: base64url('challenge'),
  rp: { id: 'localhost', name: 'Demo' },
  user: { id: base64url('ada'), name: 'ada', displayName: 'Ada' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeCredentials: [{ id: base64url('old'), type: 'public-key' }],
};

function credential(response: object, extensions: object = {}): object {
  return {
    id: base64url('key'),
    rawId: bytes('key'),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response,
    getClientExtensionResults: () => extensions,
  };
}
const assertion = (extensions?: object): object =>
  credential({ authenticatorData: bytes('a'), clientDataJSON: bytes('c'), signature: bytes('s') }, extensions);
const attestation = (extensions?: object): object =>
  credential({ attestationObject: bytes('a'), clientDataJSON: bytes('c') }, extensions);

describe('P4 signing in with a passkey', () => {
  it('asks for options, prompts, and sends the answer', async () => {
    get.mockResolvedValue(assertion());
    const { client, seen } = clientAgainst({ body: requestOptions }, { body: { status: 'complete' } });
    expect(await client.signIn.passkey()).toEqual({ status: 'complete' });
    expect(seen.map((request) => request.url)).toEqual(['/auth/sign-in/passkey/options', '/auth/sign-in/passkey']);
    expect(seen[1]?.body).toMatchObject({ id: base64url('key'), type: 'public-key' });
  });

  it('N11 gives the authenticator the PRF input as bytes, and keeps the output out of the body', async () => {
    get.mockResolvedValue(assertion({ prf: { results: { first: bytes('secret') } } }));
    const { client, seen } = clientAgainst({ body: requestOptions });
    const received: ArrayBuffer[] = [];
    const ids: string[] = [];
    const onPrf = (output: ArrayBuffer, passkeyId: string): void => {
      received.push(output);
      ids.push(passkeyId);
    };
    await client.signIn.passkey({ onPrf });
    const input = get.mock.calls[0]?.[0].publicKey.extensions.prf.eval.first;
    expect(Buffer.from(input).toString()).toBe('salt');
    expect(Buffer.from(received[0] ?? bytes('')).toString()).toBe('secret');
    expect(ids).toEqual([base64url('key')]);
    expect(seen[1]?.body).toMatchObject({ clientExtensionResults: {} });
    expect(JSON.stringify(seen[1]?.body)).not.toMatch(/prf|c2VjcmV0|secret/);
  });

  it('N11 sends of the extensions what the server reads: no output that is a secret leaves the browser, in either ceremony', async () => {
    const secrets = {
      prf: { enabled: true, results: { first: bytes('secret'), second: bytes('secret') } },
      largeBlob: { blob: bytes('secret'), written: true },
      hmacGetSecret: { output1: bytes('secret') },
      future: { key: 'secret' },
    };
    get.mockResolvedValue(assertion(secrets));
    create.mockResolvedValue(attestation({ ...secrets, credProps: { rk: true, authenticatorDisplayName: 'Phone' } }));
    const { client, seen } = clientAgainst({ body: requestOptions }, {}, { body: creationOptions });
    await client.signIn.passkey();
    await client.enroll.passkey();
    expect(seen[1]?.body).toMatchObject({ clientExtensionResults: {} });
    expect(seen[3]?.body).toMatchObject({ response: { clientExtensionResults: { credProps: { rk: true } } } });
    for (const { body } of seen) expect(JSON.stringify(body)).not.toMatch(/prf|blob|hmac|secret/i);
  });

  it('says when a passkey was chosen, before it is sent', async () => {
    get.mockResolvedValue(assertion());
    const { client, seen } = clientAgainst({ body: requestOptions });
    const sent: number[] = [];
    await client.signIn.passkey({ onChosen: () => sent.push(seen.length) });
    expect(sent).toEqual([1]);
  });

  it('says in one code that the person closed the prompt, and sends nothing', async () => {
    get.mockRejectedValue(Object.assign(new Error('not allowed'), { name: 'NotAllowedError' }));
    const { client, seen } = clientAgainst({ body: requestOptions });
    await expect(client.signIn.passkey()).rejects.toMatchObject({ name: 'PasskeyProblem', code: 'passkey-cancelled' });
    expect(seen).toHaveLength(1);
  });

  it('X38 lets the browser create a passkey by itself, and asks the server for such options', async () => {
    create.mockResolvedValue(attestation());
    const { client, seen } = clientAgainst({ body: creationOptions }, {}, { body: creationOptions });
    await client.enroll.passkey({ conditional: true });
    await client.enroll.passkey();
    expect(create.mock.calls.map(([given]) => given.mediation)).toEqual(['conditional', undefined]);
    expect([seen[0]?.body, seen[2]?.body]).toEqual([{ mediation: 'conditional' }, {}]);
  });

  it('says if passkeys are not supported', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined);
    const { client } = clientAgainst({ body: requestOptions });
    await expect(client.signIn.passkey()).rejects.toMatchObject({ code: 'passkey-unsupported' });
  });

  /** A prompt that stays open until the test answers or the client aborts. */
  function prompt(): { answer(): void; readonly isEnded: () => boolean } {
    let answer = (): void => {};
    let isEnded = false;
    get.mockImplementationOnce(
      ({ signal }: { readonly signal: AbortSignal }) =>
        new Promise((resolve, reject) => {
          answer = () => resolve(assertion());
          signal.addEventListener('abort', () => {
            isEnded = true;
            reject(signal.reason);
          });
        }),
    );
    return { answer: () => answer(), isEnded: () => isEnded };
  }

  /** A browser with passkeys in the autofill, and a page with a field for the autofill. */
  function withAutofill(): void {
    const isConditionalMediationAvailable = async (): Promise<boolean> => true;
    vi.stubGlobal(
      'PublicKeyCredential',
      Object.assign(() => {}, { isConditionalMediationAvailable }),
    );
    vi.stubGlobal('document', { querySelectorAll: () => [{}] });
  }

  const superseded = { name: 'PasskeyProblem', code: 'passkey-superseded' };
  const posted = (seen: readonly { readonly url: string }[]): number =>
    seen.filter(({ url }) => url.endsWith('/sign-in/passkey')).length;

  it('ends the prompt in the autofill before it asks for options: one press has one answer', async () => {
    withAutofill();
    const [inAutofill, asked] = [prompt(), prompt()];
    const { client, seen } = clientAgainst({ body: requestOptions }, { body: requestOptions });
    const waiting = expect(client.signIn.passkey({ autofill: true })).rejects.toMatchObject(superseded);
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(1));
    const pressed = client.signIn.passkey();
    expect(inAutofill.isEnded()).toBe(true);
    inAutofill.answer();
    await waiting;
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(2));
    asked.answer();
    await pressed;
    expect(posted(seen)).toBe(1);
  });

  it('drops what the autofill gave if somebody pressed the button at that moment', async () => {
    withAutofill();
    const [inAutofill, asked] = [prompt(), prompt()];
    const { client, seen } = clientAgainst({ body: requestOptions }, { body: requestOptions });
    const waiting = expect(client.signIn.passkey({ autofill: true })).rejects.toMatchObject(superseded);
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(1));
    inAutofill.answer();
    const pressed = client.signIn.passkey();
    await waiting;
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(2));
    asked.answer();
    await pressed;
    expect(posted(seen)).toBe(1);
  });

  it('opens no second prompt while the answer to the first is on its way', async () => {
    get.mockResolvedValue(assertion());
    let judged = (): void => {};
    const after = new Promise<void>((resolve) => {
      judged = resolve;
    });
    const replies = [{ body: requestOptions }, { body: { status: 'complete' }, after }, { body: requestOptions }];
    const { client, seen } = clientAgainst(...replies);
    const first = client.signIn.passkey();
    await vi.waitFor(() => expect(posted(seen)).toBe(1));
    await expect(client.signIn.passkey()).rejects.toMatchObject(superseded);
    judged();
    expect(await first).toEqual({ status: 'complete' });
    expect(get).toHaveBeenCalledTimes(1);
    await client.signIn.passkey();
    expect(posted(seen)).toBe(2);
  });

  it('the autofill takes no prompt from somebody who asked for one', async () => {
    withAutofill();
    const asked = prompt();
    const { client } = clientAgainst({ body: requestOptions });
    const pressed = client.signIn.passkey();
    await expect(client.signIn.passkey({ autofill: true })).rejects.toMatchObject(superseded);
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(1));
    expect(asked.isEnded()).toBe(false);
    asked.answer();
    await pressed;
  });

  it('opens no prompt that was cancelled while its options were on their way', async () => {
    const { client } = clientAgainst({ body: requestOptions });
    const cancelled = expect(client.signIn.passkey()).rejects.toMatchObject(superseded);
    client.signIn.cancelPasskey();
    await cancelled;
    expect(get).not.toHaveBeenCalled();
  });

  it('never hides a passkey on a refusal that may have another cause', async () => {
    get.mockResolvedValue(assertion());
    const { client } = clientAgainst({ body: requestOptions }, { status: 401, body: { code: 'invalid-credentials' } });
    await expect(client.signIn.passkey()).rejects.toMatchObject({ code: 'invalid-credentials' });
    expect(signalUnknownCredential).not.toHaveBeenCalled();
  });

  it('tells the browser if the server says that it does not know the passkey', async () => {
    get.mockResolvedValue(assertion());
    const body = { code: 'invalid-credentials', passkey: 'unknown' };
    const { client } = clientAgainst({ body: requestOptions }, { status: 401, body });
    await expect(client.signIn.passkey()).rejects.toMatchObject({ code: 'invalid-credentials' });
    expect(signalUnknownCredential).toHaveBeenCalledWith({ rpId: 'localhost', credentialId: base64url('key') });
  });
});

describe('P6 passkeys of an account', () => {
  it('registers one, by name, and tells the browser which ones there are now', async () => {
    create.mockResolvedValue(attestation());
    const { client, seen } = clientAgainst({ body: creationOptions });
    await client.enroll.passkey({ name: 'Phone' });
    expect(seen.map((request) => request.url)).toEqual(['/auth/enroll/passkey/options', '/auth/enroll/passkey']);
    expect(seen[1]?.body).toMatchObject({ name: 'Phone', response: { id: base64url('key') } });
    expect(signalAllAcceptedCredentials).toHaveBeenCalledWith({
      rpId: 'localhost',
      userId: base64url('ada'),
      allAcceptedCredentialIds: [base64url('old'), base64url('key')],
    });
  });

  it.each([
    { told: 'derives nothing', prf: { enabled: false }, enabled: 0, derived: 0 },
    { told: 'says nothing of it', prf: undefined, enabled: 0, derived: 0 },
    { told: 'derives secrets, and none yet', prf: { enabled: true }, enabled: 1, derived: 0 },
    { told: 'derived one', prf: { enabled: true, results: { first: bytes('secret') } }, enabled: 1, derived: 1 },
  ])('N11 tells of a new passkey that $told', async ({ prf, enabled, derived }) => {
    create.mockResolvedValue(attestation(prf === undefined ? {} : { prf }));
    const { client, seen } = clientAgainst({ body: creationOptions });
    const [onPrfEnabled, onPrf] = [vi.fn(), vi.fn()];
    await client.enroll.passkey({ onPrfEnabled, onPrf });
    expect(onPrfEnabled).toHaveBeenCalledTimes(enabled);
    expect(onPrf).toHaveBeenCalledTimes(derived);
    expect(JSON.stringify(seen[1]?.body)).not.toContain('results');
  });

  it('says that a device is registered already', async () => {
    create.mockRejectedValue(Object.assign(new Error('again'), { name: 'InvalidStateError' }));
    const { client } = clientAgainst({ body: creationOptions });
    await expect(client.enroll.passkey()).rejects.toMatchObject({ code: 'passkey-already-registered' });
  });

  it('tells the browser of a removed one, and of none that the server kept', async () => {
    const { client } = clientAgainst({ status: 409, body: { code: 'no-way-in' } }, { status: 204 });
    await expect(client.account.removePasskey('abc')).rejects.toMatchObject({ code: 'no-way-in' });
    expect(signalUnknownCredential).not.toHaveBeenCalled();
    await client.account.removePasskey('abc');
    expect(signalUnknownCredential).toHaveBeenCalledWith({ rpId: 'localhost', credentialId: 'abc' });
  });

  it('X38 tells the browser what is left after a removal, the new name, and what changed elsewhere', async () => {
    const passkeyUser = { rpId: 'app.example', userHandle: base64url('ada'), name: 'ada@example.org' };
    const account = { passkeyUser, factors: { passkeys: [{ id: 'left' }] } };
    const renamed = { ...account, passkeyUser: { ...passkeyUser, name: 'lovelace' } };
    const { client } = clientAgainst(
      { body: account },
      { body: renamed },
      { status: 409, body: { code: 'already-exists' } },
    );
    const all = { rpId: 'app.example', userId: base64url('ada'), allAcceptedCredentialIds: ['left'] };
    const details = { rpId: 'app.example', userId: base64url('ada') };
    await client.account.removePasskey('abc');
    expect(signalAllAcceptedCredentials).toHaveBeenLastCalledWith(all);
    expect(await client.account.rename('lovelace')).toEqual(renamed);
    expect(signalCurrentUserDetails).toHaveBeenLastCalledWith({
      ...details,
      name: 'lovelace',
      displayName: 'lovelace',
    });
    await expect(client.account.rename('ada')).rejects.toMatchObject({ code: 'already-exists' });
    expect(signalCurrentUserDetails).toHaveBeenCalledTimes(2);
    await client.account.signalPasskeys(account as never);
    const [name, displayName] = ['ada@example.org', 'ada@example.org'];
    expect(signalCurrentUserDetails).toHaveBeenLastCalledWith({ ...details, name, displayName });
    expect(signalAllAcceptedCredentials).toHaveBeenCalledTimes(3);
  });

  it('X38 goes on if a signal fails, or if the browser or the server lacks what a signal needs', async () => {
    signalCurrentUserDetails.mockRejectedValueOnce(new TypeError('no'));
    const passkeyUser = { rpId: 'app.example', userHandle: base64url('ada'), name: 'ada' };
    const body = { passkeyUser, factors: { passkeys: [] } };
    const { client } = clientAgainst({ body }, { body: {} }, { body });
    await expect(client.account.rename('ada')).resolves.toEqual(body);
    expect(signalCurrentUserDetails).toHaveBeenCalledTimes(1);
    await expect(client.account.rename('ada')).resolves.toEqual({});
    vi.stubGlobal('PublicKeyCredential', () => {});
    await expect(client.account.rename('ada')).resolves.toEqual(body);
    expect(signalCurrentUserDetails).toHaveBeenCalledTimes(1);
  });

  it('removes one just as well if the browser has no signals', async () => {
    vi.stubGlobal('PublicKeyCredential', () => {});
    const { client } = clientAgainst({ status: 204 });
    await expect(client.account.removePasskey('abc')).resolves.toBeUndefined();
  });
});
