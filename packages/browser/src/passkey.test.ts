import { describe, expect, it, vi } from 'vitest';
import { clientAgainst } from './fake-server.test-support.ts';
import {
  assertion,
  attestation,
  base64url,
  bytes,
  create,
  creationOptions,
  get,
  requestOptions,
  signalUnknownCredential,
  withPasskeys,
} from './passkeys.test-support.ts';

withPasskeys();

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

  it('tells the browser so for the relying party id of the options, which the page’s host may be below', async () => {
    get.mockResolvedValue(assertion());
    const unknown = { status: 401, body: { code: 'invalid-credentials', passkey: 'unknown' } };
    const ofDomain = { body: { ...requestOptions, rpId: 'shop.example' } };
    const { rpId: _, ...withoutId } = requestOptions;
    const { client } = clientAgainst(ofDomain, unknown, { body: withoutId }, unknown);
    await expect(client.signIn.passkey()).rejects.toMatchObject({ code: 'invalid-credentials' });
    const credentialId = base64url('key');
    expect(signalUnknownCredential.mock.calls).toEqual([[{ rpId: 'shop.example', credentialId }]]);
    await expect(client.signIn.passkey()).rejects.toMatchObject({ code: 'invalid-credentials' });
    expect(signalUnknownCredential).toHaveBeenCalledTimes(1);
  });
});
