import { ALL_METHODS } from '../strength/method.ts';
import type { Rule, SessionLimits } from './policy.ts';

/** The rule without requirements. */
export const NO_RULE: Rule = { strengths: 0, methods: ALL_METHODS, session: {} };

/**
 * Joins two rules; the strictest wins: the required strengths of both, only the ways in that both allow, the shorter session
 * limits. Commutative, associative and idempotent; {@link NO_RULE} is the neutral element. Only the analysis joins rules by this function:
 * `requirementsOf` joins in place, without an object for each step.
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

/** Joins session limits: the shorter of each, the smaller number of sessions, and `refuse` before `end-oldest`. */
export function joinSessions(a: SessionLimits, b: SessionLimits): SessionLimits {
  if (isEmpty(b)) return a;
  if (isEmpty(a)) return b;
  return {
    idle: smaller(a.idle, b.idle),
    absolute: smaller(a.absolute, b.absolute),
    most: smaller(a.most, b.most),
    beyond: a.beyond === 'refuse' ? a.beyond : (b.beyond ?? a.beyond),
  };
}

function isEmpty({ idle, absolute, most, beyond }: SessionLimits): boolean {
  return idle === undefined && absolute === undefined && most === undefined && beyond === undefined;
}

function smaller<Value extends number>(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a === undefined) return b;
  return b === undefined || a <= b ? a : b;
}
