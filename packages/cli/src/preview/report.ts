import type { PolicyPreview, ThreatPreviewRow } from '@sallyport/core/analysis';
import type { CheckFinding } from '../check/report.ts';
import type { AffectedGroup } from './affected-groups.ts';
import type { ChangedDecision } from './changed-decisions.ts';
import type { BadRow } from './read-accounts.ts';

/** What `sallyport preview --json` prints. Members may be added; those that are there keep their meaning for `version` 1. */
export interface PreviewReport {
  readonly version: 1;
  /** The old policy; absent if only the new one was given. */
  readonly from?: string;
  readonly to: string;
  /** Questions that are answered in another way. Empty where there is no old policy. */
  readonly decisions: readonly ChangedDecision[];
  readonly findings: { readonly come: readonly CheckFinding[]; readonly gone: readonly CheckFinding[] };
  /** The roles that may change the new policy. */
  readonly policyAdministrators: readonly string[];
  /** What thieves reach more, and less, than under the old policy. Absent if only the new policy was given. */
  readonly threats?: ThreatsChange;
  /** Absent if no accounts were given. */
  readonly accounts?: AccountsReport;
  /** Why the change must not be made; absent: it may be. */
  readonly refused?: string;
}

/** What thieves reach under the new policy, beside the old policy. */
export interface ThreatsChange {
  /** The cells of the threat table in which a thief reaches more, the gravest first. */
  readonly more: readonly WorseCell[];
  /** The number of cells in which a thief reaches less. */
  readonly less: number;
  /** The number of cells that the budget of the search left undecided. */
  readonly undecided: number;
}

/** A cell of the threat table in words, and as data. */
export interface WorseCell extends ThreatPreviewRow {
  /** The number of accounts of this kind. Absent if no accounts were given. */
  readonly accounts?: number;
}

export interface AccountsReport
  extends Pick<PolicyPreview, 'unaffected' | 'mustEnroll' | 'stranded' | 'worse' | 'administrators' | 'vaults'> {
  readonly file: string;
  /** Who is affected, and why. */
  readonly groups: readonly AffectedGroup[];
  /** Lines that are no account, and were left out. */
  readonly badRows: { readonly count: number /** The first twenty. */; readonly first: readonly BadRow[] };
}
