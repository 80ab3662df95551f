import { ALL_METHODS } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Rule } from './policy.ts';

/** The rule that asks for nothing. */
export const NO_RULE: Rule = { strengths: 0, methods: ALL_METHODS, session: {} };

/**
 * Strictest wins: all strengths of both, only the ways in that both allow, the shorter session limits.
 * Commutative, associative and idempotent; {@link NO_RULE} changes nothing.
 */
export function joinRules(a: Rule, b: Rule): Rule {
  if (a === b || b === NO_RULE) return a;
  if (a === NO_RULE) return b;
  const idle = shorter(a.session.idle, b.session.idle);
  const absolute = shorter(a.session.absolute, b.session.absolute);
  return {
    strengths: a.strengths | b.strengths,
    methods: a.methods & b.methods,
    session: { ...(idle === undefined ? {} : { idle }), ...(absolute === undefined ? {} : { absolute }) },
  };
}

function shorter(a: Milliseconds | undefined, b: Milliseconds | undefined): Milliseconds | undefined {
  if (a === undefined) return b;
  return b === undefined || a <= b ? a : b;
}
