import type { PolicyInput } from '@sallyport/core';
import {
  hostCode,
  type ImportOptions,
  type ImportPasskey,
  type ImportReport,
  type ImportRow,
  isRefusal,
} from '@sallyport/engine';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { judgeRegistration } from '@sallyport/webauthn';
import type { Client, Embedded } from '../embedded.test-support.ts';

export const ADA = 'ada@example.org';
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
/** One proof signs in, so that a test sees whether a factor came along. */
export const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };

/** Imports all rows, and returns the reports. */
export async function imports(
  { auth }: Pick<Embedded, 'auth'>,
  rows: Iterable<unknown> | AsyncIterable<unknown>,
  options: Partial<ImportOptions> = {},
): Promise<readonly ImportReport[]> {
  const reports: ImportReport[] = [];
  // Rows come from a file, so they have no type.
  for await (const report of auth.people.import(rows as Iterable<ImportRow>, { by: hostCode('the move'), ...options }))
    reports.push(report);
  return reports;
}

/** A passkey that another system registered at an authenticator, under a user handle of that system. */
export async function registeredElsewhere(
  key: SoftwareAuthenticator,
  userHandle: string,
  { userVerified = true }: { readonly userVerified?: boolean } = {},
): Promise<ImportPasskey> {
  const origin = 'http://localhost:3000';
  const response = await key.create(
    {
      challenge: Buffer.from('a challenge of another system').toString('base64url'),
      rp: { id: 'localhost', name: 'the old app' },
      user: { id: Buffer.from(userHandle).toString('base64url'), name: ADA, displayName: ADA },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    },
    { origin, userVerified },
  );
  const { data, credential } = await judgeRegistration(response, {
    challenge: () => true,
    origin,
    rpId: 'localhost',
    algorithms: [-7],
  });
  return {
    id: Buffer.from(credential.credentialId).toString('base64url'),
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: data.signCount,
    transports: response.response.transports ?? [],
    userHandle: Buffer.from(userHandle).toString('base64url'),
    backedUp: data.backedUp,
    name: 'Ada’s key',
  };
}

/** Shows a passkey in a flow of its own, or in the client's flow. */
export async function showsPasskey(world: Embedded, client: Client, key: SoftwareAuthenticator) {
  const { signIn, origin } = world.auth;
  const options = await signIn.passkeyOptions(client.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const shown = await key.get({ ...options, extensions: {} }, { origin, userVerified: true });
  return signIn.passkey(client.caller, { ...shown, clientExtensionResults: {} });
}
