import type { AccountFacts } from '../mandate/account-facts.ts';
import { requirementsOf } from '../mandate/requirements-of.ts';
import { BUILT_IN_STRENGTHS, type Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type Milliseconds, milliseconds } from '../time/duration.ts';
import type { BuiltInStrength } from './decision.ts';
import { strengthOf } from './strongest.ts';

export interface EffectiveSessionLimits {
  /** From the sign-in to the end, whatever happens. */
  readonly absolute: Milliseconds;
  /** Longest silence. */
  readonly idle: Milliseconds;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** NIST SP 800-63B-4 §2.1.3, §2.2.3 and §2.3.3: reauthentication and inactivity at each level. */
const DEFAULTS: Readonly<Record<BuiltInStrength, EffectiveSessionLimits>> = {
  single: limits(30 * DAY, 30 * DAY),
  baseline: limits(30 * DAY, 30 * DAY),
  enhanced: limits(24 * HOUR, HOUR),
  'phishing-resistant': limits(12 * HOUR, 15 * MINUTE),
};

/**
 * How long a session of this account lasts: the shortest of what its rules say, and for what they leave open the default of
 * each strength it is required to have. A custom strength has the default of the strongest built-in that the evidence satisfies.
 */
export function sessionLimits(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
): EffectiveSessionLimits {
  const { rule, required } = requirementsOf(policy, account);
  const levels = required.map(
    ({ name }) => BUILT_IN_STRENGTHS.find((builtIn) => builtIn === name) ?? strengthOf(policy, account, evidence),
  );
  const defaults = levels.map((level) => DEFAULTS[level]);
  const absolute = rule.session.absolute ?? shortest(defaults.map((entry) => entry.absolute));
  const idle = rule.session.idle ?? shortest(defaults.map((entry) => entry.idle));
  return limits(absolute, Math.min(idle, absolute));
}

function shortest(lengths: readonly Milliseconds[]): number {
  return Math.min(30 * DAY, ...lengths);
}

function limits(absolute: number, idle: number): EffectiveSessionLimits {
  return { absolute: milliseconds(absolute), idle: milliseconds(idle) };
}
