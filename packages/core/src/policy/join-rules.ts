import { ALL_METHODS } from '../strength/method.ts';
import type { Rule, SessionLimits } from './policy.ts';

export const NO_RULE: Rule = { strengths: 0, methods: ALL_METHODS, session: {} };

/** Commutative, associative and idempotent. Only for the analysis: `requirementsOf` joins in place, without an object for each step. */
export function joinRules(a: Rule, b: Rule): Rule {
  if (a === b || b === NO_RULE) return a;
  if (a === NO_RULE) return b;
  return {
    strengths: a.strengths | b.strengths,
    methods: a.methods & b.methods,
    session: joinSessions(a.session, b.session),
  };
}

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

export function smaller<Value extends number>(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a === undefined) return b;
  return b === undefined || a <= b ? a : b;
}
