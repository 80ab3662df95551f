/**
 * `@sallyport/core/model`: the parts of a decision, for a program that goes through all decisions, as `@sallyport/assurance` does. An app imports
 * `@sallyport/core`. The parts may change with every version.
 *
 * @packageDocumentation
 */
export { helpdeskRoles, isReached } from '../acts/helpdesk.ts';
export { SESSION_DEFAULTS, sessionLimitsAt } from '../decision/session-limits.ts';
export { enrollmentGate } from '../enrollment/enrollment.ts';
export { NIST_MINIMUM } from '../passwords/password-rules.ts';
export { duration } from '../policy/checked-duration.ts';
export { POLICY_DEFAULTS } from '../policy/defaults.ts';
export { broughtBy } from '../policy/host-methods.ts';
export { joinRules, joinSessions, NO_RULE } from '../policy/join-rules.ts';
export { lockoutLimits } from '../policy/lockout-limits.ts';
export { compileOrganisation } from '../policy/organisation-rules.ts';
export { FIRST_FACTORS, onDate } from '../policy/policy-in.ts';
export { policyRule } from '../policy/policy-rule.ts';
export { writtenDates } from '../policy/written-dates.ts';
export { AT, everythingGiven, isSaidAgain, proofsOf } from '../reach/proofs.ts';
export { bestAssertions, bestOf, matchedByAssertion } from '../reach/provider-assertions.ts';
export { linksToCome } from '../reach/would-link.ts';
export { hasEntry } from '../requirements/may-use.ts';
export { requirementReasons } from '../requirements/requirements-of.ts';
export { assertionsBy } from '../strength/account-factors.ts';
export { ANY_CODE } from '../strength/built-in.ts';
export {
  type CompiledCombination,
  type CompiledPattern,
  type CompiledStrength,
  type CompiledStrengths,
  compileStrengths,
  impliedByTrust,
  type PatternBit,
} from '../strength/compile.ts';
export { INDEPENDENT } from '../strength/mailbox.ts';
export { type MatchedPatterns, matchedPatterns } from '../strength/matched-patterns.ts';
export { ALL_METHODS, DELIVERED, ONLY_WAYS_IN, WAY_IN_MASK } from '../strength/method.ts';
export { deliveredCode } from '../strength/methods/delivered-code.ts';
export { passkeyMatches } from '../strength/methods/passkey.ts';
export { methodNames } from '../strength/pattern.ts';
export { matchedByPlain, matchedBySso } from '../strength/pattern-index.ts';
export { provedPieces } from '../strength/pieces.ts';
export { joined, PLAIN_SECONDS, partOf, plainSeconds, STRONG_SECONDS, thingOf } from '../strength/plain-seconds.ts';
export type { SameShape } from '../strength/same-shape.ts';
export { satisfies } from '../strength/satisfies.ts';
export { BUILT_IN_STRENGTHS } from '../strength/strength-name.ts';
