import type { AttestedCredentialData, AuthenticatorData } from '../authenticator-data.ts';
import type { CredentialKey } from '../credential-key.ts';

import type { Certificate } from './certificate.ts';

/** The formats whose statements carry certificates (WebAuthn L3 §8). */
export type AttestationFormat = 'packed' | 'tpm' | 'android-key' | 'fido-u2f' | 'apple';

/** WebAuthn L3 §6.5.4. */
export type Statement =
  | { readonly type: 'none' | 'self' }
  | Certified
  /** Each verified separately (§8.9). */
  | { readonly type: 'compound'; readonly statements: readonly Statement[] };

/** The path is checked later. */
export interface Certified {
  readonly type: 'certified';
  readonly format: AttestationFormat;
  /** The leaf first. */
  readonly path: readonly Certificate[];
  /** True if the leaf names this model. */
  readonly namesModel: boolean;
  /** Why the correct statement vouches for no model. */
  readonly weakness?: string;
}

/** WebAuthn L3 §6.5.3. */
export interface StatementInput {
  readonly data: AuthenticatorData;
  readonly credential: AttestedCredentialData;
  readonly key: CredentialKey;
  readonly authenticatorData: Uint8Array;
  readonly clientDataHash: Uint8Array;
  /** `authenticatorData` followed by `clientDataHash`. */
  readonly signed: Uint8Array;
}
