/** A rule of acts, and how `--without` takes the rule out of the bundle. */
export interface Rule {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly is: string; readonly becomes: string }[];
  /** Words of the pair of operations that finds the missing rule. */
  readonly pair: readonly string[];
  /** The invariant that then does not hold. */
  readonly breaks: string;
}

export declare const RULES: readonly Rule[];
