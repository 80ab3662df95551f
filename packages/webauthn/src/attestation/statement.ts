import type { AttestedCredentialData, AuthenticatorData } from '../authenticator-data.ts';
import type { CredentialKey } from '../credential-key.ts';

import type { Certificate } from './certificate.ts';

/** The formats whose statements carry certificates (WebAuthn L3 §8). */
export type AttestationFormat = 'packed' | 'tpm' | 'android-key' | 'fido-u2f' | 'apple';

/** What a statement conveys, once it is a correct one (WebAuthn L3 §6.5.4). */
export type Statement =
  | { readonly type: 'none' | 'self' }
  | Certified
  /** Several, each correct on its own (§8.9). */
  | { readonly type: 'compound'; readonly statements: readonly Statement[] };

/** Signed with a key that has a certificate; whether the certificate leads anywhere is not yet asked. */
export interface Certified {
  readonly type: 'certified';
  readonly format: AttestationFormat;
  /** The leaf first. */
  readonly path: readonly Certificate[];
  /** Whether the leaf names the model, and names this one. */
  readonly namesModel: boolean;
  /** Why the statement, correct as it is, vouches for no model. */
  readonly weakness?: string;
}

/** What the verification procedure of a format is given (WebAuthn L3 §6.5.3). */
export interface StatementInput {
  readonly data: AuthenticatorData;
  readonly credential: AttestedCredentialData;
  readonly key: CredentialKey;
  readonly authenticatorData: Uint8Array;
  readonly clientDataHash: Uint8Array;
  /** Both of them, one after the other: what most formats sign. */
  readonly signed: Uint8Array;
}
