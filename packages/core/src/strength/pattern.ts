import type { Method } from './method.ts';

/** What one piece of evidence has to be, inside a combination. Absent members ask for nothing. */
export type EvidencePattern =
  | { readonly method: 'password' | 'ldap' | 'totp' | 'email-code' | 'backup-code' }
  | PasskeyPattern
  | SsoPattern;

export interface PasskeyPattern {
  readonly method: 'passkey';
  /** The UV flag (WebAuthn L3 §6.1). */
  readonly userVerified?: boolean;
  /** The key cannot leave its authenticator (not backup eligible, WebAuthn L3 §6.1.3). */
  readonly deviceBound?: boolean;
  /** One of these models, as the authenticator tells it of itself. */
  readonly aaguid?: readonly string[];
  /** The model is vouched for by a verified certificate path. */
  readonly attested?: boolean;
}

export interface SsoPattern {
  readonly method: 'sso';
  readonly provider?: string;
  /** One of these authentication context classes. */
  readonly acr?: readonly string[];
  /** All of these methods (RFC 8176). */
  readonly amr?: readonly string[];
}

/** Patterns that distinct pieces of evidence must match, all of them. */
export type Combination = readonly EvidencePattern[];

/** A strength: any one of its combinations will do. */
export interface StrengthDefinition {
  readonly anyOf: readonly Combination[];
}

/** The methods of a combination, for words and for lists. */
export function methodNames(combination: Combination): readonly Method[] {
  return combination.map((pattern) => pattern.method);
}
