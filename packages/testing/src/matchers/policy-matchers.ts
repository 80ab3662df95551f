import type { Denied, EnrollableMethod, Method, StrengthName } from '@sallyport/core';
import { asksFor, asksToEnroll, denied, type Expectation, granted, type Some } from '../scenario/expectation.ts';
import { disappointment } from '../scenario/proof.ts';
import type { MatcherResult } from './matcher-result.ts';
import { matchMatrix } from './matrix.ts';
import { traceOf } from './received.ts';

/**
 * The matchers of `expect(…)`, for the types of a test runner. See `@sallyport/testing/vitest`.
 *
 * @template Result the result of a matcher
 */
export interface PolicyMatchers<Result = void> {
  /** The decision is `granted`; with `strength`, also with this displayed strength. */
  toBeGranted(strength?: StrengthName): Result;
  /** The decision asks for a further factor, exactly of this list. The order does not matter. */
  toAskFor(...methods: Some<Method>): Result;
  /** The decision asks to set up a factor, exactly of this list. The order does not matter. */
  toAskToEnroll(...factors: Some<EnrollableMethod>): Result;
  /** The decision is `denied` for this reason. */
  toBeDenied(reason: Denied['reason']): Result;
  /**
   * The truth table of a policy equals the runner's snapshot. A change is accepted like every snapshot (`vitest -u`). Takes a policy
   * of `definePolicy`, a policy document, or the table of `decisionMatrix(policy, …)`.
   */
  toMatchPolicyMatrix(): Result;
}

/** The matchers in the form of `expect.extend`. */
export type PolicyMatcherFunctions = {
  [Name in keyof PolicyMatchers]: (
    this: unknown,
    received: unknown,
    ...expected: Parameters<PolicyMatchers[Name]>
  ) => MatcherResult;
};

/**
 * Matchers for decisions and policies: `expect.extend(policyMatchers)`, in Vitest and in Jest. A failure prints the proof of the decision.
 * In Vitest, `import '@sallyport/testing/vitest'` extends `expect` and adds the types.
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
