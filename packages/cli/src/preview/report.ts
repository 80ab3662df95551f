import type { BetterThreatRow, ChangedRule, PolicyPreview, ThreatPreviewRow } from '@sallyport/assurance';
import type { Tightening } from '@sallyport/core';
import type { CheckFinding } from '../check/report.ts';
import type { BadRow } from './accounts-file.ts';
import type { AffectedGroup } from './affected-groups.ts';
import type { ChangedDecision } from './changed-decisions.ts';

/**
 * The output of `sallyport preview --json`. Later releases may add members. Existing members keep the same meaning in
 * `version` 1.
 */
export interface PreviewReport {
  /** The version of this format. */
  readonly version: 1;
  /** The old policy's file; absent if only a new policy was given. */
  readonly from?: string;
  /** The new policy's file. */
  readonly to: string;
  /** The members of the policy that differ. `weaker` is true for a rule that demands less. Empty without an old policy. */
  readonly rules: readonly ChangedRule[];
  /** The session limits that follow from a changed required strength, and are no member of `rules`. Empty without an old policy. */
  readonly sessionLimits: readonly ChangedLimits[];
  /** What happens to sessions that are open when the new policy comes in force. Absent if no sign-in is asked for more than before. */
  readonly openSessions?: OpenSessions;
  /** Questions with different decisions under the two policies. Empty without an old policy. */
  readonly decisions: readonly ChangedDecision[];
  /** The findings that only the new policy has (`come`), and those that only the old policy has (`gone`). */
  readonly findings: { readonly come: readonly CheckFinding[]; readonly gone: readonly CheckFinding[] };
  /** The roles that may change the new policy. */
  readonly policyAdministrators: readonly string[];
  /** The threats that grow or shrink. Absent if only a new policy was given. */
  readonly threats?: ThreatsChange;
  /** Absent if no accounts were given. */
  readonly accounts?: AccountsReport;
  /** The reason why the change must not be made; absent if the change may be made. */
  readonly refused?: string;
}

/** Session limits that no `session` of the new policy has: the default of a required strength. */
export interface ChangedLimits {
  /** The people without a role, or with this role alone. A role whose limits change as the tenant's limits is left out. */
  readonly source: ChangedRule['source'];
  /** The changed limits of the old policy, as a policy writes them. */
  readonly before: LimitTexts;
  /** The same limits of the new policy. */
  readonly after: LimitTexts;
}

/** Session limits as a policy writes them: `15m`, `24h`, `30d`. A limit that does not change is absent. */
export interface LimitTexts {
  readonly idle?: string;
  readonly absolute?: string;
}

/** What `onTighten` of the new policy does to open sessions that the new policy would not grant. */
export interface OpenSessions {
  /** What happens to the sessions; with `after`, at the end of the grace. */
  readonly act: Tightening;
  /** The grace before `act`, such as `7d`. Absent: no grace. */
  readonly after?: string;
  /** The people with such sessions: by role, and by the longest absolute limit that the old policy gives such a session. */
  readonly people: readonly { readonly source: ChangedRule['source']; readonly longest: string }[];
}

/** The threats of the new policy compared with the old policy. */
export interface ThreatsChange {
  /** The cells of the threat table in which a thief reaches more, the gravest first. */
  readonly more: readonly WorseCell[];
  /** The number of cells in which a thief reaches less. */
  readonly less: number;
  /** The cells in which a thief reaches less, with the gravest lost goal first. */
  readonly lessCells: readonly BetterCell[];
  /** The number of cells that the budget of the search left undecided. */
  readonly undecided: number;
}

/** A cell of the threat table in words, and as data. */
export interface WorseCell extends ThreatPreviewRow {
  /** The number of accounts of this kind. Absent if no accounts were given. */
  readonly accounts?: number;
}

/** A cell in which a thief reaches less, in words. */
export interface BetterCell extends BetterThreatRow {
  /** The number of accounts of this kind. Absent if no accounts were given. */
  readonly accounts?: number;
}

/** The effect of the new policy on the accounts of a file. */
export interface AccountsReport
  extends Pick<
    PolicyPreview,
    | 'unaffected'
    | 'mustEnroll'
    | 'stranded'
    | 'worse'
    | 'mostStranded'
    | 'administrators'
    | 'dates'
    | 'vaults'
    | 'rolesUnknown'
  > {
  /** The path of the accounts, as given. */
  readonly file: string;
  /** The affected accounts, grouped by effect and reasons. */
  readonly groups: readonly AffectedGroup[];
  /** Lines that hold no account. The preview ignores these lines. */
  readonly badRows: { readonly count: number /** The first twenty. */; readonly first: readonly BadRow[] };
}
