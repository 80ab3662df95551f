/** The strengths that every policy knows, the weakest first. */
export const BUILT_IN_STRENGTHS: readonly ['single', 'baseline', 'enhanced', 'phishing-resistant'] = [
  'single',
  'baseline',
  'enhanced',
  'phishing-resistant',
];

/** A strength that every policy knows, from `single`, the weakest, to `phishing-resistant`. */
export type BuiltInStrength = (typeof BUILT_IN_STRENGTHS)[number];

/**
 * The strengths that a policy may name: the built-in strengths, and the strengths of its own.
 *
 * @template Own the names of the policy's own strengths. With `string`, every name compiles, and is checked when the policy is
 */
export type StrengthOf<Own extends string> = BuiltInStrength | Own;

/** A built-in strength by name, or a custom strength of the policy. */
export type StrengthName = BuiltInStrength | (string & {});
