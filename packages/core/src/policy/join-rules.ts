import { ALL_METHODS } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Rule, SessionLimits } from './policy.ts';

/** The rule that asks for nothing. */
export const NO_RULE: Rule = { strengths: 0, methods: ALL_METHODS, session: {} };

/**
 * Strictest wins: all strengths of both, only the ways in that both allow, the shorter session limits.
 * Commutative, associative and idempotent; {@link NO_RULE} changes nothing.
 */
export function joinRules(a: Rule, b: Rule): Rule {
  return {
    strengths: a.strengths | b.strengths,
    methods: a.methods & b.methods,
    session: joinSessions(a.session, b.session),
  };
}

/** The shorter limits of both. */
export function joinSessions(a: SessionLimits, b: SessionLimits): SessionLimits {
  return { idle: shorter(a.idle, b.idle), absolute: shorter(a.absolute, b.absolute) };
}

function shorter(a: Milliseconds | undefined, b: Milliseconds | undefined): Milliseconds | undefined {
  if (a === undefined) return b;
  return b === undefined || a <= b ? a : b;
}
