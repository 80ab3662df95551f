import { BUILT_IN_STRENGTHS, type BuiltInStrength } from '../../strength/built-in-strength.ts';

/**
 * Something that a thief can reach. `keeps`: a factor of the thief's own is on the account. `people` and `policy`: administration.
 * `vault-spoiled`: the vault's envelopes can be overwritten, and not read.
 */
export type ThreatGoal =
  | `session-${BuiltInStrength}`
  | 'keeps'
  | 'link'
  | 'address'
  | 'password'
  | 'factors-gone'
  | 'deletes'
  | 'people'
  | 'policy'
  | 'vault-opened'
  | 'vault-spoiled';

/** The goals, the gravest first. */
export const THREAT_GOALS: readonly ThreatGoal[] = [
  'policy',
  'people',
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

/** How grave a goal is: 0 is the gravest. */
export function gravity(goal: ThreatGoal): number {
  return THREAT_GOALS.indexOf(goal);
}

/** Whether a goal is a session, and no more. */
export function isSession(goal: ThreatGoal): boolean {
  return goal.startsWith('session-');
}

/**
 * The goals that say most: administration stands for everything below it, `keeps` for what a kept account brings, and the strongest
 * session for the weaker sessions.
 */
export function headline(goals: readonly ThreatGoal[]): readonly ThreatGoal[] {
  const has = new Set(goals);
  const vault: readonly ThreatGoal[] = has.has('vault-opened') ? ['vault-opened'] : [];
  for (const most of ['policy', 'people', 'keeps'] as const) if (has.has(most)) return [most, ...vault];
  const strongest = THREAT_GOALS.find((goal) => isSession(goal) && has.has(goal));
  const others = THREAT_GOALS.filter((goal) => has.has(goal) && !isSession(goal) && goal !== 'vault-opened');
  return [...(strongest === undefined ? [] : [strongest]), ...others, ...vault];
}
