import type { Denied, EnrollableMethod, Method, StrengthName } from '@sallyport/core';
import { asksFor, asksToEnroll, denied, type Expectation, granted, type Some } from '../scenario/expectation.ts';
import { disappointment } from '../scenario/proof.ts';
import type { MatcherResult } from './matcher-result.ts';
import { matchMatrix } from './matrix.ts';
import { traceOf } from './received.ts';

/** The matchers as they stand on `expect(…)`. A runner's own types take them from here; see `@sallyport/testing/vitest`. */
export interface PolicyMatchers<Result = void> {
  /** Signed in; with this strength for display, where one is named. */
  toBeGranted(strength?: StrengthName): Result;
  /** One more factor is asked for: exactly one of these, in whatever order. */
  toAskFor(...methods: Some<Method>): Result;
  /** A factor is to be set up: exactly one of these, in whatever order. */
  toAskToEnroll(...factors: Some<EnrollableMethod>): Result;
  /** Refused, for this reason. */
  toBeDenied(reason: Denied['reason']): Result;
  /**
   * The truth table of a policy is as it was reviewed last: a snapshot of the runner's own, accepted as its snapshots are (`vitest -u`).
   * Takes a policy, or the table itself, `decisionMatrix(policy, …)`.
   */
  toMatchPolicyMatrix(): Result;
}

/** The matchers as a runner takes them. */
export type PolicyMatcherFunctions = {
  [Name in keyof PolicyMatchers]: (
    this: unknown,
    received: unknown,
    ...expected: Parameters<PolicyMatchers[Name]>
  ) => MatcherResult;
};

/**
 * Matchers for decisions and policies: `expect.extend(policyMatchers)`, in Vitest and in Jest. Where they fail, they print the proof of the
 * decision. For Vitest, `import '@sallyport/testing/vitest'` does that and brings the types.
 */
export const policyMatchers: PolicyMatcherFunctions = {
  toBeGranted: (received, strength) => match(received, granted(strength)),
  toAskFor: (received, ...methods) => match(received, asksFor(...methods)),
  toAskToEnroll: (received, ...factors) => match(received, asksToEnroll(...factors)),
  toBeDenied: (received, reason) => match(received, denied(reason)),
  toMatchPolicyMatrix(received) {
    return matchMatrix(this, received);
  },
};

function match(received: unknown, { says, holds }: Expectation): MatcherResult {
  const trace = traceOf(received);
  const pass = holds(trace.decision);
  return { pass, message: () => disappointment(pass ? `not ${says}` : says, trace) };
}
