import type { ActRefusal, Method, StrengthName, Verdict } from '@sallyport/core';
import { oneOf, type Some } from '../scenario/expectation.ts';

/** The expected answer to an act. */
export interface VerdictExpectation {
  /** The phrase after "expected" in messages. */
  readonly says: string;
  /** True if the answer meets the expectation. */
  holds(verdict: Verdict): boolean;
}

/** The act is allowed. */
export function allowed(): VerdictExpectation {
  return { says: 'allowed', holds: ({ outcome }) => outcome === 'allowed' };
}

/** The act is refused for this reason. */
export function refusedBecause(reason: ActRefusal): VerdictExpectation {
  return {
    says: `refused: ${reason}`,
    holds: (verdict) => verdict.outcome === 'refused' && verdict.reason === reason,
  };
}

/** The act is refused until a step-up to this strength. */
export function refusedUntilProved(strength: StrengthName): VerdictExpectation {
  return {
    says: `refused until ${strength} is proved`,
    holds: (verdict) => verdict.outcome === 'refused' && verdict.demand?.strengths.join() === strength,
  };
}

/** The act is refused until a proof by a method of this list. The order of the methods does not matter. */
export function refusedUntilShown(...methods: Some<Method>): VerdictExpectation {
  return {
    says: `refused until ${oneOf(methods)} is shown`,
    holds: (verdict) =>
      verdict.outcome === 'refused' &&
      verdict.accept?.length === new Set(methods).size &&
      verdict.accept.every((method) => methods.includes(method)),
  };
}
