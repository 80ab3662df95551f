import type { Policy } from '@sallyport/core';
import { counterexampleText, type Severity, type Verification, verifyPolicy } from '@sallyport/core/analysis';
import { findRoleDifferences } from './host-roles.ts';
import type { CheckFinding } from './report.ts';

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

/** Everything that is wrong with a policy, or worth knowing, with its examples in words; the graver ones first. */
export function findingsOf(
  policy: Policy,
  hostRoles?: readonly string[],
): { readonly findings: readonly CheckFinding[]; readonly world: Verification['world'] } {
  const { findings, world } = verifyPolicy(policy);
  const own = findings.map(
    ({ counterexample, ...finding }): CheckFinding => ({
      ...finding,
      example: { ...counterexample, text: counterexampleText(counterexample) },
    }),
  );
  const all = hostRoles === undefined ? own : [...own, ...findRoleDifferences(policy, hostRoles)];
  return { findings: all.toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity)), world };
}
