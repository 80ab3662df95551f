/**
 * `@sallyport/webauthn`: the checks of a relying party on a registration and an assertion (WebAuthn L3 §7.1 and §7.2), attestation
 * and FIDO metadata included. The package keeps no credentials and makes no challenges.
 *
 * @packageDocumentation
 */
export { judgeAssertion, type Shown } from './assertion.ts';
export { AttestationRootError } from './attestation/root-error.ts';
export type { AttestationRoot, AttestationRoots, FidoMetadata } from './attestation/roots.ts';
export type { AttestationFormat } from './attestation/statement.ts';
export { type AttestationLogger, type AttestationTrust, attestationTrust } from './attestation/trust.ts';
export { clientDataOf } from './client-data.ts';
export type * from './credential-json.ts';
export { credentialKeyOf, type ForeignKey } from './foreign-key.ts';
export { ML_DSA_44, postQuantumProblem } from './post-quantum.ts';
export { Refused } from './refused.ts';
export { judgeRegistration, type NewCredential } from './registration.ts';
