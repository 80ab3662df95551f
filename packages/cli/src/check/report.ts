import type { PolicyProblem } from '@sallyport/core';
import type {
  Counterexample,
  FindingCode,
  Severity,
  ThreatExample,
  ThreatFindingCode,
  Verification,
} from '@sallyport/core/analysis';

/** What `sallyport check --json` prints. Members may be added; those that are there keep their meaning for `version` 1. */
export interface CheckReport {
  readonly version: 1;
  readonly file: string;
  /** `invalid`: the file holds no policy, see `problems`. */
  readonly status: 'clean' | 'warnings' | 'errors' | 'invalid';
  readonly counts: { readonly errors: number; readonly warnings: number; readonly notes: number };
  readonly problems: readonly PolicyProblem[];
  /** The graver ones first. */
  readonly findings: readonly CheckFinding[];
  /** How far the analysis went; absent if the file holds no policy. */
  readonly world?: Verification['world'];
}

export interface CheckFinding {
  readonly code: FindingCode | HostFindingCode | ThreatFindingCode;
  readonly severity: Severity;
  /** In English. */
  readonly message: string;
  /** Where in the policy, as a dotted path; absent: nowhere in particular. */
  readonly path?: string;
  /** The smallest case that shows it; absent: there is no case, as of a role that nobody holds. */
  readonly example?: Counterexample & { /** The same in words. */ readonly text: string };
  /** The thief, the account and the chain of acts that show it; absent: the finding is about no thief. */
  readonly chain?: ThreatExample & { /** The same in words. */ readonly text: string };
}

/** What the policy and its host say of each other. */
export type HostFindingCode =
  /** The policy has a rule, or an administrator's part, for a role that the host does not know. */
  | 'role-unknown-to-host'
  /** The host has a role that the policy has no rule for: it asks for what the tenant asks for. */
  | 'role-unknown-to-policy';

/** How many there are of each severity. */
export function countsOf(findings: readonly { readonly severity: Severity }[]): CheckReport['counts'] {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('info') };
}
