/** How `--without` takes a rule out of the bundle. */
interface Edited {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly is: string; readonly becomes: string }[];
}

/** A rule of acts that the pairs of operations find missing. */
export interface Rule extends Edited {
  /** Words of the pair of operations that finds the missing rule. */
  readonly pair: readonly string[];
  /** The invariant that then does not hold. */
  readonly breaks: string;
}

export declare const RULES: readonly Rule[];

/** A rule of acts that thieves over HTTP find missing. */
export interface RuleOfThieves extends Edited {
  /** The cell in which the comparison finds the missing rule. */
  readonly about: string;
  /** What the comparison prints. */
  readonly finds: string;
}

export declare const RULES_OF_THIEVES: readonly RuleOfThieves[];
