import { BUILT_IN_STRENGTHS, type Policy } from '../policy/policy.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import { type Milliseconds, milliseconds } from '../time/duration.ts';
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
 * How long a session of this account lasts: the shortest of what the tenant, each role and the account say, each filling what
 * it leaves open with the default of the strength it requires: one rule's longer limit never loosens another's default.
 * A custom strength has the default of the strongest built-in that the evidence satisfies.
 */
export function sessionLimits(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
): EffectiveSessionLimits {
  return sessionLimitsAt(policy, account, () => strengthOf(policy, account, evidence));
}

/** The same, if it is known what the evidence amounts to: the limits depend on nothing else of it. */
export function sessionLimitsAt(
  policy: Policy,
  account: AccountFacts,
  reached: () => BuiltInStrength,
): EffectiveSessionLimits {
  const absolutes: number[] = [];
  const idles: number[] = [];
  for (const { strengths, session } of requirementsOf(policy, account).contributions) {
    const defaults = policy.strengths
      .filter((_, place) => (strengths & (1 << place)) !== 0)
      .map(({ name }) => DEFAULTS[builtIn(name) ?? reached()]);
    absolutes.push(...(session.absolute === undefined ? defaults.map((limit) => limit.absolute) : [session.absolute]));
    idles.push(...(session.idle === undefined ? defaults.map((limit) => limit.idle) : [session.idle]));
  }
  const absolute = Math.min(...absolutes);
  return limits(absolute, Math.min(...idles, absolute));
}

function builtIn(name: string): BuiltInStrength | undefined {
  return BUILT_IN_STRENGTHS.find((known) => known === name);
}

function limits(absolute: number, idle: number): EffectiveSessionLimits {
  return { absolute: milliseconds(absolute), idle: milliseconds(idle) };
}
