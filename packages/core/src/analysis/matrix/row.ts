import type { Decision } from '../../decision/decision.ts';

/** One line of the truth table: what holds for all of these roles and all of these accounts. */
export interface MatrixRow {
  /** Sets of roles that ask for the same; the empty one is no role, and every role that the policy does not know. */
  readonly roles: readonly (readonly string[])[];
  /** What the accounts have, a word for each thing. */
  readonly factors: readonly (readonly string[])[];
  /** What was proved. */
  readonly evidence: readonly string[];
  /** The local way in was asked for; only if sign-in would go to a provider without. */
  readonly local?: true;
  readonly outcome: Decision['outcome'];
  /** Of `granted`. */
  readonly strength?: string;
  /** Of `factor-required`. */
  readonly accept?: readonly string[];
  readonly toward?: 'grant' | 'enrollment';
  /** Of `enrollment-required`. */
  readonly offer?: readonly string[];
  /** Of `denied`. */
  readonly reason?: string;
  /** Of `redirect`. */
  readonly provider?: string;
  /** Who asked for what, and what else is in the way. */
  readonly asked: readonly string[];
}
