import {
  analyseThreats,
  counterexampleText,
  type Severity,
  type ThreatHost,
  type ThreatMemory,
  type Verification,
  verifyPolicy,
  verifyPreset,
} from '@sallyport/assurance';
import type { Policy, PresetName } from '@sallyport/core';
import { threatFindings } from '../threats/threat-findings.ts';
import { findRoleDifferences } from './host-roles.ts';
import type { CheckFinding } from './report.ts';

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

export interface FindingsAsked {
  readonly hostRoles?: readonly string[] | undefined;
  readonly host?: ThreatHost | undefined;
  readonly preset?: PresetName | undefined;
  readonly memory?: ThreatMemory | undefined;
}

/** The graver findings first. */
export function findingsOf(
  policy: Policy,
  { hostRoles, host, preset, memory }: FindingsAsked = {},
): { readonly findings: readonly CheckFinding[]; readonly world: Verification['world'] } {
  const { findings, world } = verifyPolicy(policy);
  const own = findings.map(
    ({ counterexample, ...finding }): CheckFinding => ({
      ...finding,
      example: { ...counterexample, text: counterexampleText(counterexample) },
    }),
  );
  const threats = threatFindings(analyseThreats(policy, { host, memory }).findings);
  const roles = hostRoles === undefined ? [] : findRoleDifferences(policy, hostRoles);
  const deviations = (preset === undefined ? [] : verifyPreset(policy, preset)).map(
    ({ preset: _, ...deviation }): CheckFinding => deviation,
  );
  const all = [...own, ...deviations, ...threats, ...roles];
  return { findings: all.toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity)), world };
}
