import type {
  Counterexample,
  FindingCode,
  PresetFinding,
  Severity,
  ThreatExample,
  ThreatFindingCode,
  Verification,
} from '@sallyport/assurance';
import type { AcknowledgedInput, PolicyProblem } from '@sallyport/core';

/**
 * The output of `sallyport check --json`. Later releases may add members. Existing members keep the same meaning in `version`
 * 1.
 */
export interface CheckReport {
  /** The version of this format. */
  readonly version: 1;
  /** The path of the policy, as given. */
  readonly file: string;
  /** `invalid`: the policy has problems and cannot be compiled. */
  readonly status: 'clean' | 'warnings' | 'errors' | 'invalid';
  /** The number of findings by severity, without those that the policy accepts. For an invalid policy, `errors` counts the problems. */
  readonly counts: { readonly errors: number; readonly warnings: number; readonly notes: number };
  /** The problems of an invalid policy; otherwise empty. */
  readonly problems: readonly PolicyProblem[];
  /** The graver findings first. */
  readonly findings: readonly CheckFinding[];
  /** The findings that the policy accepts today (`acknowledged`). They count for nothing. Absent if the policy is invalid. */
  readonly accepted?: readonly AcceptedFinding[];
  /** The entries of `acknowledged` that are about no finding any more. Absent if the policy is invalid. */
  readonly unneeded?: readonly AcknowledgedInput[];
  /** The extent of the analysis; absent if the policy is invalid. */
  readonly world?: Verification['world'];
}

/** A finding about the policy, with the smallest example. */
export interface CheckFinding {
  /** Stable: branch on the code. */
  readonly code: FindingCode | HostFindingCode | PresetFinding['code'] | ThreatFindingCode;
  /** An `error` gives exit code 1. `--max-warnings` limits the warnings. */
  readonly severity: Severity;
  /** In English. */
  readonly message: string;
  /** Dotted path of the place in the policy; absent: no particular place. */
  readonly path?: string;
  /** The smallest counterexample; absent if no account shows the finding, for example for a role without accounts. */
  readonly example?: Counterexample & { /** The same in words. */ readonly text: string };
  /** The roles of the accounts that the finding is about, kind by kind. `[]`: no role. Absent: the finding is about no kind of account. */
  readonly roles?: readonly (readonly string[])[];
  /** For a deviation from a preset: the requirement of the standard, such as `8.3.6`. */
  readonly requirement?: string;
  /** The thief, the account and the chain of acts; absent if the finding is not about a thief. */
  readonly chain?: ThreatExample & { /** The same in words. */ readonly text: string };
  /** The day until which the policy accepted the finding, if the day is over. */
  readonly acceptedUntil?: string;
}

/** A finding that the policy accepts, with the reason and the last day. */
export type AcceptedFinding = CheckFinding & Pick<AcknowledgedInput, 'reason' | 'until'>;

/** Differences between the roles of the policy and the roles of the host. */
export type HostFindingCode =
  /** The policy names a role, in a rule or under `administrators`, that the host does not know. */
  | 'role-unknown-to-host'
  /** The host has a role without a rule in the policy. The requirements of the tenant apply to the role. */
  | 'role-unknown-to-policy';

export function countsOf(findings: readonly { readonly severity: Severity }[]): CheckReport['counts'] {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('info') };
}
