import { createHash } from 'node:crypto';
import type {
  AuthenticationExtensionsClientOutputs,
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
  UserVerificationRequirement,
} from '@simplewebauthn/server';
import { encodeAuthenticatorData } from './authenticator-data.ts';
import { AuthenticatorError } from './authenticator-error.ts';
import type { Device } from './authenticator-options.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { breakSignature } from './break-signature.ts';
import { type AssertionCeremony, checkAssertionTamper } from './ceremony.ts';
import { encodeClientData } from './client-data.ts';
import type { CredentialStore, StoredCredential } from './credential-store.ts';
import { choosePrfValues, evaluatePrf, type PrfResults, type PrfValues, prfOutput } from './prf.ts';
import { resolveRpId } from './rp-id.ts';
import { verifyUser } from './user-verification.ts';

/** An assertion. The PRF results are bytes, as in `getClientExtensionResults()`. */
export interface AuthenticatorAssertion extends AuthenticationResponseJSON {
  /** With `prf` as bytes. JSON would lose them: take the results out before sending the assertion. */
  clientExtensionResults: Omit<AuthenticationExtensionsClientOutputs, 'prf'> & { prf?: { results?: PrfResults } };
}

const sha256 = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

/**
 * Makes an assertion: the client's part (WebAuthn L3 §5.1.4.1) and the authenticator's part (§6.3.3).
 *
 * @throws AuthenticatorError if a browser would reject.
 */
export async function getAssertion(
  device: Device,
  store: CredentialStore,
  options: PublicKeyCredentialRequestOptionsJSON,
  ceremony: AssertionCeremony,
): Promise<AuthenticatorAssertion> {
  const { tamper = {} } = ceremony;
  checkAssertionTamper(tamper);
  decodeBase64url(options.challenge, 'The challenge');
  const rpId = resolveRpId(options.rpId, ceremony.origin);
  const credential = chooseCredential(store, options, rpId, ceremony.credentialId);
  const { prfSecret } = credential;
  const prfValues = choosePrf(options, credential);
  const canEvaluate = prfSecret !== undefined && prfValues !== undefined;
  const userVerified = verifyUser({
    capable: device.userVerification,
    requirement: underPrf(options.userVerification ?? 'preferred', canEvaluate),
    passes: ceremony.userVerified,
  });
  const prfResults = userVerified && canEvaluate ? evaluatePrf(prfSecret, prfValues) : undefined;

  if (device.counter === 'increment') {
    credential.counter += 1;
  }
  const authenticatorData = encodeAuthenticatorData({
    rpIdHash: tamper.rpIdHash ?? sha256(rpId),
    flags: {
      up: true,
      uv: userVerified,
      be: credential.backupEligible,
      bs: credential.backupState,
      at: false,
      ed: false,
      ...tamper.flags,
    },
    signCount: credential.counter,
  });
  const clientData = encodeClientData('webauthn.get', options.challenge, ceremony, tamper);
  const signature = credential.key.sign(Buffer.concat([authenticatorData, sha256(clientData)]));
  const userHandle = tamper.userHandle === undefined ? disclosedUserHandle(credential) : tamper.userHandle;
  return {
    id: credential.id,
    rawId: credential.id,
    type: 'public-key',
    authenticatorAttachment: device.attachment,
    response: {
      clientDataJSON: encodeBase64url(clientData),
      authenticatorData: encodeBase64url(authenticatorData),
      signature: encodeBase64url(tamper.signature === true ? breakSignature(signature) : signature),
      ...(userHandle === null ? {} : { userHandle }),
    },
    clientExtensionResults: options.extensions?.prf === undefined ? {} : { prf: prfOutput(prfResults) },
  };
}

/**
 * The credential that the person chose; or else the first known credential of `allowCredentials`; or, without a list, the newest
 * discoverable credential.
 */
function chooseCredential(
  store: CredentialStore,
  options: PublicKeyCredentialRequestOptionsJSON,
  rpId: string,
  picked: string | undefined,
): StoredCredential {
  const allowed = options.allowCredentials ?? [];
  const candidates =
    allowed.length === 0
      ? store.discover(rpId)
      : allowed.map(({ id }) => store.find(id, rpId)).filter((credential) => credential !== undefined);
  const credential = candidates.find(({ id }) => picked === undefined || id === picked);
  if (credential === undefined) {
    throw new AuthenticatorError('no-credential', `The authenticator holds no credential that fits, for ${rpId}`);
  }
  return credential;
}

function choosePrf(
  options: PublicKeyCredentialRequestOptionsJSON,
  credential: StoredCredential,
): PrfValues | undefined {
  const inputs = options.extensions?.prf;
  const allowed = new Set(options.allowCredentials?.map(({ id }) => id));
  return inputs === undefined ? undefined : choosePrfValues(inputs, credential.id, allowed);
}

/**
 * PRF results are for verified users, so `prf` overrides `discouraged` (WebAuthn L3 §10.1.4). If the verification fails and is not
 * required, the user signs in without PRF results.
 */
function underPrf(requirement: UserVerificationRequirement, evaluates: boolean): UserVerificationRequirement {
  return evaluates && requirement === 'discouraged' ? 'preferred' : requirement;
}

/** WebAuthn L3 §6.3.3: a server-side credential does not contain a user handle. */
function disclosedUserHandle({ discoverable, userHandle }: StoredCredential): string | null {
  return discoverable ? userHandle : null;
}
