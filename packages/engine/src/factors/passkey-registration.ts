import type { Instant, Policy } from '@sallyport/core';
import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../secrets/challenge.ts';
import type { AccountRecord, PasskeyRecord } from '../store/records.ts';
import { isAttested, wantsAttestation } from './attestation.ts';
import { clientDataOf } from './client-data.ts';
import { knownTransports } from './passkey-assertion.ts';
import { suggestedName } from './passkey-names.ts';
import { type CreationOptions, prfExtension } from './prf.ts';

/** ES256, EdDSA, RS256 (WebAuthn L3 §5.8.5), in the order of preference. */
const ALGORITHMS = [-7, -8, -257];
const LONGEST_CREDENTIAL_ID = 1023;

/** Creation options: a discoverable credential where the authenticator can, none that the account has already. */
export async function registrationOptions(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  boundTo: string,
): Promise<CreationOptions> {
  const challenge = newChallenge(kernel, { tenant: account.tenant, ceremony: 'create', boundTo });
  const name = account.identifiers[0] ?? account.email?.address ?? account.id;
  const options = await generateRegistrationOptions({
    rpName: kernel.relyingParty.name,
    rpID: kernel.relyingParty.id,
    userName: name,
    userDisplayName: name,
    userID: new Uint8Array(Buffer.from(account.userHandle, 'base64url')),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: kernel.attestationRoots.length > 0 && wantsAttestation(policy, account) ? 'direct' : 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    excludeCredentials: account.passkeys.map(({ id, transports }) => ({ id, transports: knownTransports(transports) })),
  });
  return { ...options, extensions: { credProps: true, ...prfExtension(account.tenant) } };
}

export interface Registered {
  readonly passkey: PasskeyRecord;
  readonly spend: { readonly key: string; readonly expiresAt: Instant };
}

/** WebAuthn L3 §7.1. Answers the new credential record, or `undefined` where anything about it is wrong. */
export async function verifyRegistration(
  kernel: Kernel,
  account: AccountRecord,
  boundTo: string,
  input: { readonly response: RegistrationResponseJSON; readonly name?: string },
  now: Instant,
): Promise<Registered | undefined> {
  const client = clientDataOf(input.response.response.clientDataJSON);
  if (client === undefined || client.crossOrigin) return undefined;
  const spend = readChallenge(kernel, { tenant: account.tenant, ceremony: 'create', boundTo }, client.challenge, now);
  if (spend === undefined) return undefined;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: input.response,
      expectedChallenge: () => true,
      expectedOrigin: kernel.origin,
      expectedRPID: kernel.relyingParty.id,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified || registrationInfo === undefined) return undefined;
    const { credential, aaguid, userVerified, attestationObject, credentialDeviceType, credentialBackedUp } =
      registrationInfo;
    if (Buffer.from(credential.id, 'base64url').length > LONGEST_CREDENTIAL_ID) return undefined;
    const transports = knownTransports(input.response.response.transports ?? []);
    return {
      spend,
      passkey: {
        id: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports,
        name:
          input.name ??
          suggestedName(
            aaguid,
            transports,
            account.passkeys.map(({ name }) => name),
          ),
        createdAt: now,
        userVerified,
        backupEligible: credentialDeviceType === 'multiDevice',
        backedUp: credentialBackedUp,
        aaguid,
        attested: await isAttested(attestationObject, kernel.attestationRoots),
      },
    };
  } catch {
    return undefined;
  }
}
