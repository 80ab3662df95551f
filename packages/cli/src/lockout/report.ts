import type { LockoutCosts, LockoutRow, LockoutSetting } from '@sallyport/assurance/lockout-simulation';
import type { LockoutInput } from '@sallyport/core';

/** The output of `sallyport lockout --json`. Later releases may add members. Existing members keep the same meaning in `version` 1. */
export interface LockoutReport {
  /** The version of this format. */
  readonly version: 1;
  /** The path of the policy, as given. */
  readonly file: string;
  /** The policy's limits of guessing, with defaults filled in. */
  readonly lockout: Required<LockoutInput>;
  /** What the command was told to assume. */
  readonly assumed: { readonly guesses: string; readonly refused: number; readonly seed: number };
  /** Every attacker, on an owner with and without a known device. */
  readonly rows: readonly LockoutRow[];
  /** The costs of the policy's limits. */
  readonly costs: LockoutCosts;
  /** How many settings were compared. */
  readonly tried: number;
  /** The compared settings that nothing beats, the setting with the fewest locked minutes first. */
  readonly front: readonly LockoutSetting[];
  /** The best change of each member that lowers a cost and raises no cost. */
  readonly changes: readonly LockoutSetting[];
}
