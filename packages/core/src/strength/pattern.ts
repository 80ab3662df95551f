import type { BuiltInMethod, DeliveredCode, Method } from './method.ts';
import type { PasskeyPattern } from './methods/passkey.ts';
import type { SsoPattern } from './methods/sso.ts';
import type { SameShape } from './same-shape.ts';

export type { PasskeyPattern, SsoPattern };

/** The properties that a piece of evidence needs inside a combination. An absent member asks for nothing. */
export type EvidencePattern = SameShape<
  | { readonly method: Exclude<BuiltInMethod, 'passkey' | 'sso'> }
  | PasskeyPattern
  | SsoPattern
  /** A code that the host delivered. */
  | { readonly method: DeliveredCode }
>;

/** Patterns that distinct pieces of evidence must match. Every pattern must be matched. */
export type Combination = readonly EvidencePattern[];

/** A strength: any of its combinations satisfies the strength. */
export interface StrengthDefinition {
  /** 1 to 20 combinations of 1 to 6 patterns. Each combination needs a way in. */
  readonly anyOf: readonly Combination[];
}

export function methodNames(combination: Combination): readonly Method[] {
  return combination.map((pattern) => pattern.method);
}
