/** The part of a known device's record that decides about its budgets. */
export interface ProvedAtDevice {
  /** The authenticators that were proved in the sign-ins at this device, sorted. */
  readonly proved: readonly string[];
}

/**
 * Whether a known device has a budget of its own for guesses at an authenticator: only if a sign-in at this device proved the authenticator.
 * Otherwise the device guesses with the strangers. A person who makes devices known by other proofs, such as an
 * identity at a provider, gets no new guesses at the authenticator. Every store applies this rule to each attempt.
 */
export function hasOwnBudget({ proved }: ProvedAtDevice, authenticator: string): boolean {
  return proved.includes(authenticator);
}

/** Returns the authenticators that were proved at a device until now, with those of one more sign-in. Every store applies this rule. */
export function provedWith({ proved }: ProvedAtDevice, more: readonly string[]): readonly string[] {
  return [...new Set([...proved, ...more])].sort();
}
