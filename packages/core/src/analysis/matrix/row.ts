import type { Decision } from '../../decision/decision.ts';

/** A row of the truth table: the decision for all listed sets of roles and all listed accounts. */
export interface MatrixRow {
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
  /** The decision. The members below belong to one outcome each. */
  readonly outcome: Decision['outcome'];
  /** For `granted`. */
  readonly strength?: string;
  /** For `factor-required`. */
  readonly accept?: readonly string[];
  /** For `factor-required`: the goal of the proofs in `accept`. */
  readonly toward?: 'grant' | 'enrollment';
  /** For `enrollment-required`. */
  readonly offer?: readonly string[];
  /** For `denied`. */
  readonly reason?: string;
  /** For `redirect`. */
  readonly provider?: string;
  /** The requirements with their contributors, then the codes of further obstacles. */
  readonly asked: readonly string[];
}
