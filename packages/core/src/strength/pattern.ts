import type { BuiltInMethod, DeliveredCode, Method } from './method.ts';
import type { PasskeyPattern } from './methods/passkey.ts';
import type { SsoPattern } from './methods/sso.ts';

export type { PasskeyPattern, SsoPattern };

/** What one piece of evidence has to be, inside a combination. Absent members ask for nothing. */
export type EvidencePattern =
  | { readonly method: Exclude<BuiltInMethod, 'passkey' | 'sso'> }
  | PasskeyPattern
  | SsoPattern
  /** A delivered code of the host's. */
  | { readonly method: DeliveredCode };

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
