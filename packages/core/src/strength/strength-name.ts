/** The strengths that every policy knows, the weakest first. */
export const BUILT_IN_STRENGTHS: readonly ['single', 'baseline', 'enhanced', 'phishing-resistant'] = [
  'single',
  'baseline',
  'enhanced',
  'phishing-resistant',
];

export type BuiltInStrength = (typeof BUILT_IN_STRENGTHS)[number];

/** The four built-in strengths by name, or one of the policy's own. */
export type StrengthName = BuiltInStrength | (string & {});
