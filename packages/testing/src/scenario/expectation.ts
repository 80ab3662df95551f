import type { Decision, Denied, EnrollableMethod, Method, StrengthName } from '@sallyport/core';

/** The expected decision. */
export interface Expectation {
  /** The phrase after "expected" in messages. */
  readonly says: string;
  /** The name of a strength in the expectation. A scenario refuses a name that its policy does not have. */
  readonly strength?: StrengthName;
  /** True if the decision meets the expectation. */
  holds(decision: Decision): boolean;
}

/** A list with at least one item. */
export type Some<Item> = readonly [Item, ...Item[]];

/** The decision is `granted`; with `strength`, also with this displayed strength. */
export function granted(strength?: StrengthName): Expectation {
  return {
    strength,
    says: strength === undefined ? 'granted' : `granted, with the strength '${strength}'`,
    holds: (decision) => decision.outcome === 'granted' && (strength === undefined || decision.strength === strength),
  };
}

/** The decision asks for a further factor, exactly of this list. The order does not matter. */
export function asksFor(...methods: Some<Method>): Expectation {
  return {
    says: `asks for ${oneOf(methods)}`,
    holds: (decision) => decision.outcome === 'factor-required' && areTheSame(decision.accept, methods),
  };
}

/** The decision asks to set up a factor, exactly of this list. The order does not matter. */
export function asksToEnroll(...factors: Some<EnrollableMethod>): Expectation {
  return {
    says: `asks to enroll ${oneOf(factors)}`,
    holds: (decision) => decision.outcome === 'enrollment-required' && areTheSame(decision.offer, factors),
  };
}

/** The decision redirects to a provider. */
export function redirectsTo(provider: string): Expectation {
  return {
    says: `redirects to '${provider}'`,
    holds: (decision) => decision.outcome === 'redirect' && decision.provider === provider,
  };
}

/** The decision is `denied` for this reason. */
export function denied(reason: Denied['reason']): Expectation {
  return {
    says: `denied: ${reason}`,
    holds: (decision) => decision.outcome === 'denied' && decision.reason === reason,
  };
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function areTheSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === new Set(others).size && some.every((word) => others.includes(word));
}
