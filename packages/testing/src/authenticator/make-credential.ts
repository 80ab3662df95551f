import { createHash } from 'node:crypto';
import type {
  AuthenticatorSelectionCriteria,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { encodeAaguid } from './aaguid.ts';
import { encodeAttestationObject } from './attestation.ts';
import { encodeAuthenticatorData } from './authenticator-data.ts';
import { AuthenticatorError } from './authenticator-error.ts';
import type { Device } from './authenticator-options.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { checkRegistrationTamper, type RegistrationCeremony } from './ceremony.ts';
import { encodeClientData } from './client-data.ts';
import { chooseAlgorithm } from './cose-algorithm.ts';
import { generateCredentialKey } from './credential-key.ts';
import type { CredentialStore, StoredCredential } from './credential-store.ts';
import { resolveRpId } from './rp-id.ts';
import { verifyUser } from './user-verification.ts';

const sha256 = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

/**
 * Makes a credential: the client's part (WebAuthn L3 §5.1.3) and the authenticator's part (§6.3.2).
 *
 * @throws AuthenticatorError if a browser would reject.
 */
export async function makeCredential(
  device: Device,
  store: CredentialStore,
  options: PublicKeyCredentialCreationOptionsJSON,
  ceremony: RegistrationCeremony,
): Promise<RegistrationResponseJSON> {
  const { tamper = {} } = ceremony;
  checkRegistrationTamper(tamper);
  const rpId = resolveRpId(options.rp.id, ceremony.origin);
  const { credential, userVerified } = await newCredential(device, store, options, ceremony, rpId);
  const credentialId = decodeBase64url(credential.id, 'The credential id');

  const hmacSecret = credential.prfSecret !== undefined;
  const rpIdHash = tamper.rpIdHash ?? sha256(rpId);
  const authenticatorData = encodeAuthenticatorData({
    rpIdHash,
    flags: {
      up: true,
      uv: userVerified,
      be: credential.backupEligible,
      bs: credential.backupState,
      at: true,
      ed: hmacSecret,
      ...tamper.flags,
    },
    signCount: credential.counter,
    attested: { aaguid: encodeAaguid(tamper.aaguid ?? device.aaguid), credentialId, publicKey: credential.key.cose },
    // CTAP 2.1 §12.5: the client's `prf` extension is `hmac-secret` in the authenticator.
    ...(hmacSecret ? { extensions: new Map([['hmac-secret', true]]) } : {}),
  });
  const clientData = encodeClientData('webauthn.create', options.challenge, ceremony, tamper);
  const attestationObject = await encodeAttestationObject(device.attestation, options.attestation ?? 'none', {
    aaguid: device.aaguid,
    key: credential.key,
    credentialId,
    rpIdHash,
    authenticatorData,
    clientDataHash: sha256(clientData),
    signatureBroken: tamper.signature === true,
  });
  store.add(credential);
  return {
    id: credential.id,
    rawId: credential.id,
    type: 'public-key',
    authenticatorAttachment: device.attachment,
    response: {
      clientDataJSON: encodeBase64url(clientData),
      attestationObject: encodeBase64url(attestationObject),
      authenticatorData: encodeBase64url(authenticatorData),
      publicKey: encodeBase64url(credential.key.spki),
      publicKeyAlgorithm: credential.key.algorithm,
      transports: [...device.transports],
    },
    clientExtensionResults: {
      ...(options.extensions?.credProps === true ? { credProps: { rk: credential.discoverable } } : {}),
      ...(options.extensions?.prf === undefined ? {} : { prf: { enabled: hmacSecret } }),
    },
  };
}

/** The checks before the key is made, in the order of WebAuthn L3 §6.3.2, and the key. */
async function newCredential(
  device: Device,
  store: CredentialStore,
  options: PublicKeyCredentialCreationOptionsJSON,
  ceremony: RegistrationCeremony,
  rpId: string,
): Promise<{ credential: StoredCredential; userVerified: boolean }> {
  const { user, authenticatorSelection: selection, extensions } = options;
  decodeBase64url(options.challenge, 'The challenge');
  const userIdLength = decodeBase64url(user.id, 'user.id').length;
  if (userIdLength < 1 || userIdLength > 64) {
    throw new AuthenticatorError('user-id-invalid', `user.id has 1 to 64 bytes, not ${userIdLength}`);
  }
  if (extensions?.prf?.evalByCredential !== undefined) {
    throw new AuthenticatorError('prf-misplaced', 'prf.evalByCredential has no place in a registration');
  }
  const attachment = selection?.authenticatorAttachment;
  if (attachment !== undefined && attachment !== device.attachment) {
    throw new AuthenticatorError(
      'attachment-mismatch',
      `A ${attachment} authenticator is asked for: this is ${device.attachment}`,
    );
  }
  const algorithm = chooseAlgorithm(options.pubKeyCredParams, device.algorithms);
  if (options.excludeCredentials?.some(({ id }) => store.find(id, rpId) !== undefined)) {
    throw new AuthenticatorError('credential-excluded', 'The authenticator already holds one of excludeCredentials');
  }
  const discoverable = decideResidentKey(device.residentKeys, selection);
  const userVerified = verifyUser({
    capable: device.userVerification,
    requirement: selection?.userVerification ?? 'preferred',
    passes: ceremony.userVerified,
  });
  const credential: StoredCredential = {
    id: encodeBase64url(device.random(32)),
    rpId,
    userHandle: user.id,
    userName: user.name,
    discoverable,
    key: await generateCredentialKey(algorithm, device.random),
    prfSecret: device.prf && extensions?.prf !== undefined ? device.random(32) : undefined,
    counter: 0,
    backupEligible: device.backupEligible,
    backupState: device.backupState,
  };
  return { credential, userVerified };
}

/**
 * Whether the new credential is discoverable (WebAuthn L3 §5.4.4, §5.4.6): if required, or if preferred and possible. `requireResidentKey`
 * counts only if `residentKey` is absent.
 *
 * @throws AuthenticatorError `resident-key-unavailable` (`NotAllowedError`).
 */
function decideResidentKey(capable: boolean, selection: AuthenticatorSelectionCriteria | undefined): boolean {
  const requirement = selection?.residentKey ?? (selection?.requireResidentKey === true ? 'required' : 'discouraged');
  if (requirement === 'required' && !capable) {
    throw new AuthenticatorError('resident-key-unavailable', 'This authenticator makes no discoverable credentials');
  }
  return capable && requirement !== 'discouraged';
}
