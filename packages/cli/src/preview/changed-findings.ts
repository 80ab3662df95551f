import type { Policy } from '@sallyport/core';
import type { ThreatHost } from '@sallyport/core/analysis';
import { findingsOf } from '../check/findings-of.ts';
import type { CheckFinding } from '../check/report.ts';

/** The findings that a change adds and removes. */
export interface ChangedFindings {
  readonly come: readonly CheckFinding[];
  readonly gone: readonly CheckFinding[];
  /** True if no possible account that may change the policy could sign in. */
  readonly locksAdministratorsOut: boolean;
}

export function changedFindings(from: Policy | undefined, to: Policy, host?: ThreatHost): ChangedFindings {
  const before = from === undefined ? [] : findingsOf(from, undefined, host).findings;
  const after = findingsOf(to, undefined, host).findings;
  return {
    come: without(after, before),
    gone: without(before, after),
    locksAdministratorsOut: after.some(({ code }) => LOCKS_OUT.has(code)),
  };
}

const LOCKS_OUT: ReadonlySet<CheckFinding['code']> = new Set([
  'administrators-locked-out',
  'administrators-cannot-administer',
  'nobody-can-sign-in',
]);

function without(findings: readonly CheckFinding[], others: readonly CheckFinding[]): CheckFinding[] {
  const known = new Set(others.map(keyOf));
  return findings.filter((finding) => !known.has(keyOf(finding)));
}

/**
 * Identifies a finding. Findings with the same code, severity, path, roles and thief are equal, even if numbers in the
 * message differ.
 */
function keyOf({ code, severity, path, example, chain }: CheckFinding): string {
  return JSON.stringify([code, severity, path, example?.roles, chain?.thief, chain?.account.roles, chain?.goal]);
}
