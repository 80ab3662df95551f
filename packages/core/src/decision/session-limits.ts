import type { Policy } from '../policy/policy.ts';
import { BUILT_IN_STRENGTHS } from '../policy/policy-input.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { STRENGTH_LIFETIMES } from '../strength/lifetimes.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import { type Milliseconds, milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { strengthOf } from './strongest.ts';

/** The limits of a session in milliseconds, after the join of all rules and defaults. */
export interface EffectiveSessionLimits {
  /** The session ends this long after the sign-in, even if it is in use. */
  readonly absolute: Milliseconds;
  /** The session ends after this time without a request. */
  readonly idle: Milliseconds;
}

/** Source: NIST SP 800-63B-4 §2. */
export const SESSION_DEFAULTS: Readonly<Record<BuiltInStrength, EffectiveSessionLimits>> = {
  single: defaults('single'),
  baseline: defaults('baseline'),
  enhanced: defaults('enhanced'),
  'phishing-resistant': defaults('phishing-resistant'),
};

/**
 * The limits of a session of this account: the shortest limits of the tenant, the roles and the account.
 * - A rule without a limit has the default limit of the strength it requires. A longer limit in another rule never loosens a
 *   default.
 * - A custom strength has the default of the strongest built-in strength that the evidence satisfies.
 * - The account's own rule has no limits, only the default of a required strength.
 * - The place of the request that opened the session adds nothing: the session belongs to the account.
 */
export function sessionLimits(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
): EffectiveSessionLimits {
  return sessionLimitsAt(policy, account, () => strengthOf(policy, account, evidence));
}

export function sessionLimitsAt(
  policy: Policy,
  account: AccountFacts,
  reached: () => BuiltInStrength,
): EffectiveSessionLimits {
  const absolutes: number[] = [];
  const idles: number[] = [];
  for (const { strengths, session } of requirementsOf(policy, account).contributions) {
    const usual = policy.strengths
      .filter((_, place) => (strengths & (1 << place)) !== 0)
      .map(({ name }) => SESSION_DEFAULTS[builtIn(name) ?? reached()]);
    absolutes.push(...(session.absolute === undefined ? usual.map((limit) => limit.absolute) : [session.absolute]));
    idles.push(...(session.idle === undefined ? usual.map((limit) => limit.idle) : [session.idle]));
  }
  const absolute = Math.min(...absolutes);
  return limits(absolute, Math.min(...idles, absolute));
}

/** A live session of an account. */
export interface OpenSession {
  readonly id: string;
  /** The sign-in, in milliseconds since 1970. */
  readonly createdAt: Instant;
}

/**
 * Whether an account may have one more session. `ends`: the ids of the sessions that end with the new session, the oldest first. `most`: the
 * number of sessions that the account may have.
 */
export type SessionRoom =
  | { readonly outcome: 'opens'; readonly ends: readonly string[] }
  | { readonly outcome: 'refused'; readonly most: number };

/** Returns whether the policy limits the number of the account's sessions. Otherwise, nobody has to count the sessions. */
export function limitsSessions(policy: Policy, account: AccountFacts): boolean {
  return requirementsOf(policy, account).rule.session.most !== undefined;
}

/**
 * Returns whether an account with these live sessions may have one more. The rule is the join of the tenant and of all roles: the smallest `most`,
 * and
 * `refuse` before `end-oldest`. If a change of the policy lowered the number, several sessions end.
 */
export function sessionRoom(policy: Policy, account: AccountFacts, live: readonly OpenSession[]): SessionRoom {
  const { most = Number.POSITIVE_INFINITY, beyond } = requirementsOf(policy, account).rule.session;
  if (live.length < most) return { outcome: 'opens', ends: [] };
  if (beyond === 'refuse') return { outcome: 'refused', most };
  const oldestFirst = live.toSorted((one, other) => one.createdAt - other.createdAt);
  return { outcome: 'opens', ends: oldestFirst.slice(0, live.length - most + 1).map(({ id }) => id) };
}

function builtIn(name: string): BuiltInStrength | undefined {
  return BUILT_IN_STRENGTHS.find((known) => known === name);
}

function defaults(strength: BuiltInStrength): EffectiveSessionLimits {
  const { absolute, idle } = STRENGTH_LIFETIMES[strength];
  return limits(absolute, idle);
}

function limits(absolute: number, idle: number): EffectiveSessionLimits {
  return { absolute: milliseconds(absolute), idle: milliseconds(idle) };
}
