export type { Attestation } from './attestation.ts';
export {
  type AttestationAuthority,
  type AttestationAuthorityOptions,
  type AttestationKey,
  type CertificateOptions,
  type CertificatePath,
  createAttestationAuthority,
  type IntermediateOptions,
  type LeafOptions,
} from './attestation-authority.ts';
export type { AuthenticatorFlags } from './authenticator-data.ts';
export { AuthenticatorError, type AuthenticatorErrorCode, type AuthenticatorErrorName } from './authenticator-error.ts';
export type { AuthenticatorOptions } from './authenticator-options.ts';
export type {
  AssertionCeremony,
  AssertionTamper,
  Ceremony,
  RegistrationCeremony,
  RegistrationTamper,
  Tamper,
} from './ceremony.ts';
export { COSE_ALGORITHM, type CoseAlgorithm, ML_DSA_44 } from './cose-algorithm.ts';
export { createAuthenticator, type SoftwareAuthenticator, type WithTexts } from './create-authenticator.ts';
export type { RandomBytes } from './credential-key.ts';
export type { AuthenticatorCredential } from './credential-store.ts';
export type { AuthenticatorAssertion } from './get-assertion.ts';
export {
  type BlobOptions,
  createMetadataService,
  type MetadataService,
  type MetadataServiceEntry,
  type StatusReport,
} from './metadata-service.ts';
export type { PrfResults } from './prf.ts';
