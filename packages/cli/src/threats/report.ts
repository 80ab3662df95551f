import type { BetterThreatRow, ThreatCell, ThreatPreviewRow } from '@sallyport/assurance';
import type { CheckFinding } from '../check/report.ts';

/** The output of `sallyport threats --json`. Later releases may add members. Existing members keep the same meaning in `version` 1. */
export interface ThreatsReport {
  /** The version of this format. */
  readonly version: 1;
  /** The path of the policy, as given. */
  readonly file: string;
  /** Every thief on every kind of account. */
  readonly cells: readonly ThreatCell[];
  /** The graver findings first. */
  readonly findings: readonly CheckFinding[];
  /** The number of cells that the budget ended. */
  readonly undecided: number;
  /** With `--places`: each context alone, and all together. */
  readonly places?: readonly ThreatsOfPlace[] | undefined;
}

/** What a thief reaches in contexts, beside what the thief reaches outside of every context. */
export interface ThreatsOfPlace {
  readonly contexts: readonly string[];
  /** The cells with a goal that only the place has. */
  readonly more: readonly ThreatPreviewRow[];
  /** The cells that lose a goal in the place. */
  readonly less: readonly BetterThreatRow[];
  /** The number of cells that the budget ended. */
  readonly undecided: number;
}
