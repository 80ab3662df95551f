import type { Decision, Denied, EnrollableMethod, Method, StrengthName } from '@sallyport/core';

/** What a decision should be. */
export interface Expectation {
  /** In words, to stand after "expected". */
  readonly says: string;
  holds(decision: Decision): boolean;
}

/** At least one. */
export type Some<Item> = readonly [Item, ...Item[]];

/** Signed in; with this strength for display, where one is named. */
export function granted(strength?: StrengthName): Expectation {
  return {
    says: strength === undefined ? 'granted' : `granted, with the strength '${strength}'`,
    holds: (decision) => decision.outcome === 'granted' && (strength === undefined || decision.strength === strength),
  };
}

/** One more factor is asked for: exactly one of these, in whatever order they are listed. */
export function asksFor(...methods: Some<Method>): Expectation {
  return {
    says: `asks for ${oneOf(methods)}`,
    holds: (decision) => decision.outcome === 'factor-required' && areTheSame(decision.accept, methods),
  };
}

/** A factor is to be set up: exactly one of these, in whatever order they are listed. */
export function asksToEnroll(...factors: Some<EnrollableMethod>): Expectation {
  return {
    says: `asks to enroll ${oneOf(factors)}`,
    holds: (decision) => decision.outcome === 'enrollment-required' && areTheSame(decision.offer, factors),
  };
}

/** Sent on to a provider. */
export function redirectsTo(provider: string): Expectation {
  return {
    says: `redirects to '${provider}'`,
    holds: (decision) => decision.outcome === 'redirect' && decision.provider === provider,
  };
}

/** Refused, for this reason. */
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
