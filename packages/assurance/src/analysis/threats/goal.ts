import type { BuiltInStrength } from '@sallyport/core';
import { BUILT_IN_STRENGTHS } from '@sallyport/core/model';

/**
 * A goal of a thief. `keeps`: the account has a factor of the thief. `helpdesk`, `people` and `policy`: administration. `vault-spoiled`: the thief
 * can
 * overwrite the vault's envelopes and cannot read the vault.
 */
export type ThreatGoal =
  | `session-${BuiltInStrength}`
  | 'keeps'
  | 'link'
  | 'address'
  | 'password'
  | 'factors-gone'
  | 'deletes'
  | 'helpdesk'
  | 'people'
  | 'policy'
  | 'vault-opened'
  | 'vault-spoiled';

/** The goals, the gravest first. */
export const THREAT_GOALS: readonly ThreatGoal[] = [
  'policy',
  'people',
  'helpdesk',
  'vault-opened',
  'keeps',
  'link',
  'address',
  'password',
  'factors-gone',
  'deletes',
  'vault-spoiled',
  ...[...BUILT_IN_STRENGTHS].reverse().map((strength) => `session-${strength}` as const),
];

/** 0 is the gravest. */
export function gravity(goal: ThreatGoal): number {
  return THREAT_GOALS.indexOf(goal);
}

export function isSession(goal: ThreatGoal): boolean {
  return goal.startsWith('session-');
}

/** Administration stands for all goals below, and the strongest session for the weaker ones. */
export function headline(goals: readonly ThreatGoal[]): readonly ThreatGoal[] {
  const has = new Set(goals);
  const vault: readonly ThreatGoal[] = has.has('vault-opened') ? ['vault-opened'] : [];
  for (const most of ['policy', 'people', 'helpdesk', 'keeps'] as const) if (has.has(most)) return [most, ...vault];
  const strongest = THREAT_GOALS.find((goal) => isSession(goal) && has.has(goal));
  const others = THREAT_GOALS.filter((goal) => has.has(goal) && !isSession(goal) && goal !== 'vault-opened');
  return [...(strongest === undefined ? [] : [strongest]), ...others, ...vault];
}
