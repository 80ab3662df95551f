import type { AttestationConveyancePreference } from '@simplewebauthn/server';
import { ZERO_AAGUID } from './aaguid.ts';
import type { AttestationAuthority } from './attestation-authority.ts';
import { AuthenticatorError } from './authenticator-error.ts';
import { breakSignature } from './break-signature.ts';
import { type CborMap, type CborValue, encodeCbor } from './cbor.ts';
import { COSE_ALGORITHM } from './cose-algorithm.ts';
import type { CredentialKey } from './credential-key.ts';

/**
 * The attestation of new credentials, if the Relying Party asks for attestation:
 * - `'none'` (WebAuthn L3 §8.7);
 * - `'packed'`: self attestation, signed by the new key itself (§8.2, §6.5.3);
 * - `{ format, authority }`: signed by an attestation key of the authority (§8.2 with `x5c`, or §8.6).
 */
export type Attestation =
  | 'none'
  | 'packed'
  | { readonly format: 'packed' | 'fido-u2f'; readonly authority: AttestationAuthority };

export interface AttestationSubject {
  readonly aaguid: string;
  readonly key: CredentialKey;
  readonly credentialId: Uint8Array;
  readonly rpIdHash: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly clientDataHash: Uint8Array;
  /** The signature is invalid. */
  readonly signatureBroken: boolean;
}

interface AttestationStatement {
  readonly fmt: 'none' | 'packed' | 'fido-u2f';
  readonly attStmt: CborMap;
}

/**
 * WebAuthn L3 §6.5.4. With the default conveyance `none`, only a self attestation of a model without AAGUID stays (§5.1.3).
 *
 * @throws AuthenticatorError `authenticator-misused` if the statement has no signature to be invalid
 */
export async function encodeAttestationObject(
  attestation: Attestation,
  conveyance: AttestationConveyancePreference,
  subject: AttestationSubject,
): Promise<Uint8Array> {
  const identifies = attestation !== 'packed' || subject.aaguid !== ZERO_AAGUID;
  const { fmt, attStmt } = await state(conveyance === 'none' && identifies ? 'none' : attestation, subject);
  if (fmt === 'none' && subject.signatureBroken) {
    throw new AuthenticatorError(
      'authenticator-misused',
      'tamper.signature needs an attestation: give the authenticator one, and ask for it in the options',
    );
  }
  return encodeCbor(
    new Map<string, CborValue>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', subject.authenticatorData],
    ]),
  );
}

async function state(attestation: Attestation, subject: AttestationSubject): Promise<AttestationStatement> {
  if (attestation === 'none') {
    return { fmt: 'none', attStmt: new Map() };
  }
  const { aaguid, key, authenticatorData, clientDataHash, signatureBroken } = subject;
  const finish = (signature: Uint8Array): Uint8Array => (signatureBroken ? breakSignature(signature) : signature);
  const signed = Buffer.concat([authenticatorData, clientDataHash]);
  if (attestation === 'packed') {
    return {
      fmt: 'packed',
      attStmt: new Map<string, CborValue>([
        ['alg', key.algorithm],
        ['sig', finish(key.sign(signed))],
      ]),
    };
  }
  const { x5c, sign } = await attestation.authority.attestationKey(aaguid);
  if (attestation.format === 'fido-u2f') {
    return {
      fmt: 'fido-u2f',
      attStmt: new Map<string, CborValue>([
        ['sig', finish(sign(u2fSigned(subject)))],
        ['x5c', x5c],
      ]),
    };
  }
  const alg = COSE_ALGORITHM.ES256;
  return {
    fmt: 'packed',
    attStmt: new Map<string, CborValue>([
      ['alg', alg],
      ['sig', finish(sign(signed))],
      ['x5c', x5c],
    ]),
  };
}

/** `verificationData` of WebAuthn L3 §8.6. A P-256 SubjectPublicKeyInfo ends with the 65 bytes of the point. */
function u2fSigned({ key, credentialId, rpIdHash, clientDataHash }: AttestationSubject): Uint8Array {
  return Buffer.concat([Uint8Array.of(0), rpIdHash, clientDataHash, credentialId, key.spki.subarray(-65)]);
}
