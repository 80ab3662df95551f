import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  type VerifiedAuthenticationResponse,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import type { AssertionCeremony, RegistrationCeremony } from './ceremony.ts';
import type { SoftwareAuthenticator } from './create-authenticator.ts';

export const ORIGIN = 'https://login.example.com';
export const RP_ID = 'example.com';
export const USER_ID: Uint8Array<ArrayBuffer> = new TextEncoder().encode('account-1');

/** Options with a new challenge, made by the Relying Party's real library. */
export async function creationOptions(
  changes: Partial<PublicKeyCredentialCreationOptionsJSON> = {},
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const options = await generateRegistrationOptions({
    rpName: 'Example',
    rpID: RP_ID,
    userName: 'ada',
    userID: USER_ID,
    attestationType: 'direct',
  });
  return { ...options, ...changes };
}

export async function requestOptions(
  changes: Partial<PublicKeyCredentialRequestOptionsJSON> = {},
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return { ...(await generateAuthenticationOptions({ rpID: RP_ID })), ...changes };
}

/** Deviations from the usual expectations of the Relying Party. */
export interface Expectation {
  readonly requireUserVerification?: boolean;
  readonly supportedAlgorithmIDs?: number[];
}

export async function checkRegistration(
  response: RegistrationResponseJSON,
  options: PublicKeyCredentialCreationOptionsJSON,
  expectation: Expectation = {},
): Promise<VerifiedRegistrationResponse> {
  return verifyRegistrationResponse({
    response,
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    requireUserVerification: false,
    ...expectation,
  });
}

export async function checkAssertion(
  response: AuthenticationResponseJSON,
  options: PublicKeyCredentialRequestOptionsJSON,
  credential: WebAuthnCredential,
  expectation: Expectation = {},
): Promise<VerifiedAuthenticationResponse> {
  return verifyAuthenticationResponse({
    response,
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    credential,
    requireUserVerification: false,
    ...expectation,
  });
}

/** The record of a registration that the Relying Party accepted. */
export type Registered = NonNullable<VerifiedRegistrationResponse['registrationInfo']> & {
  readonly response: RegistrationResponseJSON;
};

/** A complete registration. Fails the test if the Relying Party refuses the registration. */
export async function register(
  authenticator: SoftwareAuthenticator,
  changes: Partial<PublicKeyCredentialCreationOptionsJSON> = {},
  ceremony: Partial<RegistrationCeremony> = {},
): Promise<Registered> {
  const options = await creationOptions(changes);
  const response = await authenticator.create(options, { origin: ORIGIN, ...ceremony });
  const { verified, registrationInfo } = await checkRegistration(response, options);
  if (!verified || registrationInfo === undefined) {
    throw new Error('The Relying Party refused the registration');
  }
  return { ...registrationInfo, response };
}

/** A complete assertion, with the Relying Party's verification. */
export async function authenticate(
  authenticator: SoftwareAuthenticator,
  credential: WebAuthnCredential,
  changes: Partial<PublicKeyCredentialRequestOptionsJSON> = {},
  ceremony: Partial<AssertionCeremony> = {},
): Promise<VerifiedAuthenticationResponse & { readonly response: AuthenticationResponseJSON }> {
  const options = await requestOptions(changes);
  const response = await authenticator.get(options, { origin: ORIGIN, credentialId: credential.id, ...ceremony });
  return { ...(await checkAssertion(response, options, credential)), response };
}

/** The user handle of an account. */
export const handle = (account: string): string => Buffer.from(account).toString('base64url');

/** An account, as the options of a registration name it. */
export const user = (account: string): { id: string; name: string; displayName: string } => ({
  id: handle(account),
  name: account,
  displayName: account,
});
