import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import {
  createVaultClient,
  fetchTransport,
  type OpenVault,
  type PasskeyWay,
  type SecretWay,
  type VaultClient,
} from '@sallyport/vault';
import { EMERGENCY_KEY } from '../../src/demo.ts';
import { type Person, succeeded, withoutPrfResults } from './person.ts';

/** The master secret of these people. */
export const SECRET: SecretWay = { kind: 'secret', secret: 'a long walk by the sea' };
export const NOTE = 'Only I read this: the key is under the third stone.';

/** A person's vault client on one device. The client sends its requests to the running quickstart. */
export function vaultsOf(person: Person): VaultClient {
  const send: typeof globalThis.fetch = async (input, init) => {
    const { status, headers, text } = await person.client.host(init?.method ?? 'GET', String(input), {
      headers: { 'content-type': 'application/json', ...Object.fromEntries(new Headers(init?.headers)) },
      raw: typeof init?.body === 'string' ? init.body : undefined,
    });
    return new Response(text, { status, headers: { 'content-type': headers.get('content-type') ?? '' } });
  };
  return createVaultClient({
    tenant: 'default',
    account: person.has.accountId ?? '',
    transport: fetchTransport({ fetch: send }),
    emergencyFingerprint: EMERGENCY_KEY.kid,
    argon2: { memory: 8_192, passes: 1, lanes: 1 },
  });
}

/** Signs in by passkey, and keeps the PRF output of the same gesture. */
export async function signsInByPasskey(
  person: Person,
  authenticator: SoftwareAuthenticator = person.has.authenticator,
): Promise<PasskeyWay> {
  type Options = Parameters<SoftwareAuthenticator['get']>[0];
  const options = await person.client.post<Options>('/sign-in/passkey/options');
  succeeded(options, 'asking for passkey options');
  const assertion = await authenticator.get(options.body, { origin: person.client.origin });
  const prf = assertion.clientExtensionResults.prf?.results?.first;
  succeeded(await person.client.post('/sign-in/passkey', withoutPrfResults(assertion)), 'signing in by passkey');
  return { kind: 'passkey', passkeyId: assertion.id, prf };
}

/** Seals the note, and sends the note to the demo's app. */
export async function savesNote(person: Person, vault: OpenVault): Promise<void> {
  const sealed = await vault.seal('notes', 'private', new TextEncoder().encode(NOTE));
  const json = { keyId: vault.keyId, sealed: Buffer.from(sealed).toString('base64url') };
  succeeded(await person.client.host('PUT', '/app/note', { json }), 'saving the note');
}

/** The sealed note in the app. */
export async function keptNote(person: Person): Promise<string> {
  const reply = await person.client.host<{ notes: readonly { readonly sealed: string }[] }>('GET', '/app/note');
  succeeded(reply, 'reading the note');
  return reply.body.notes[0]?.sealed ?? '';
}

/** The unsealed note. */
export async function readsNote(person: Person, vault: OpenVault): Promise<string> {
  const sealed = new Uint8Array(Buffer.from(await keptNote(person), 'base64url'));
  return new TextDecoder().decode(await vault.unseal('notes', 'private', sealed));
}
