import type { Decision } from '@sallyport/core';
import type { SameShape } from '@sallyport/core/model';

/** A row of the truth table: the decision for all listed sets of roles and all listed accounts. */
export type MatrixRow = MatrixAnswer & {
  /**
   * Sets of roles with the same rule. The empty set is an account without roles, or with roles that the policy does not know.
   */
  readonly roles: readonly (readonly string[])[];
  /** The factors per account, in a word or two. */
  readonly factors: readonly (readonly string[])[];
  /** The proofs given. */
  readonly evidence: readonly string[];
  /** The person asked for the local way in; only set if the sign-in would otherwise go to a provider. */
  readonly local?: true;
  /** The requirements with their contributors, then the codes of further obstacles. */
  readonly asked: readonly string[];
};

/** A decision without its reasons. */
export type MatrixAnswer = SameShape<WithoutReasons<Decision>>;

type WithoutReasons<Outcome> = Outcome extends Decision ? Omit<Outcome, 'because'> : never;
