import { ALL_METHODS } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Rule, SessionLimits } from './policy.ts';

/** The rule without requirements. */
export const NO_RULE: Rule = { strengths: 0, methods: ALL_METHODS, session: {} };

/**
 * Joins two rules; the strictest wins: the required strengths of both, only the ways in that both allow, the shorter session
 * limits. Commutative, associative and idempotent; {@link NO_RULE} is the neutral element.
 */
export function joinRules(a: Rule, b: Rule): Rule {
  if (a === b || b === NO_RULE) return a;
  if (a === NO_RULE) return b;
  return {
    strengths: a.strengths | b.strengths,
    methods: a.methods & b.methods,
    session: joinSessions(a.session, b.session),
  };
}

/** Joins session limits: the shorter of each. */
export function joinSessions(a: SessionLimits, b: SessionLimits): SessionLimits {
  if (b.idle === undefined && b.absolute === undefined) return a;
  if (a.idle === undefined && a.absolute === undefined) return b;
  const idle = shorter(a.idle, b.idle);
  const absolute = shorter(a.absolute, b.absolute);
  return { idle, absolute };
}

function shorter(a: Milliseconds | undefined, b: Milliseconds | undefined): Milliseconds | undefined {
  if (a === undefined) return b;
  return b === undefined || a <= b ? a : b;
}
