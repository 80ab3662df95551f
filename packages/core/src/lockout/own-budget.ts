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

/** The part of a device's record by which an account knows the device. */
export interface KnownByToken {
  /** The hash of the device's token. */
  readonly tokenHash: string;
  /** The account's epoch at the device's last sign-in. */
  readonly epoch: number;
}

/**
 * Returns the device of a request: of the presented tokens the first that the account knows in its present epoch. Every store applies this rule to
 * each step.
 *
 * @param presented the hashes of the tokens, in the order of the browser's list
 * @param devices the devices of the account, of every epoch
 */
export function firstKnown<Device extends KnownByToken>(
  presented: readonly string[],
  devices: readonly Device[],
  epoch: number,
): Device | undefined {
  for (const hash of presented) {
    const known = devices.find((device) => device.tokenHash === hash && device.epoch === epoch);
    if (known !== undefined) return known;
  }
  return undefined;
}
