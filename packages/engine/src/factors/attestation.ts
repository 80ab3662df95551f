import { type Policy, requirementsOf } from '@sallyport/core';
import {
  convertCertBufferToPEM,
  decodeAttestationObject,
  validateCertificatePath,
} from '@simplewebauthn/server/helpers';
import { factsOf } from '../account/facts.ts';
import type { AccountRecord } from '../store/records.ts';

/** Whether this account is asked for a model that someone vouches for; nobody else is asked for an attestation (WebAuthn L3 §14.4.1). */
export function wantsAttestation(policy: Policy, account: AccountRecord): boolean {
  return requirementsOf(policy, factsOf(account)).required.some(({ combinations }) =>
    combinations.some(({ source }) =>
      source.some((pattern) => pattern.method === 'passkey' && pattern.attested === true),
    ),
  );
}

/**
 * Whether the model is vouched for: the attestation, whose signature was verified already, carries certificates that lead to a root
 * the host trusts (WebAuthn L3 §7.1 steps 23 and 24). Without roots, or with a path that leads elsewhere, the passkey is taken as
 * one that speaks for itself.
 */
export async function isAttested(
  attestationObject: Uint8Array<ArrayBuffer>,
  roots: readonly string[],
): Promise<boolean> {
  if (roots.length === 0) return false;
  const certificates = decodeAttestationObject(attestationObject).get('attStmt').get('x5c') ?? [];
  if (certificates.length === 0) return false;
  try {
    return await validateCertificatePath(
      certificates.map((certificate) => convertCertBufferToPEM(certificate)),
      [...roots],
    );
  } catch {
    return false;
  }
}
