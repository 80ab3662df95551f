import { type Milliseconds, milliseconds } from '@sallyport/core';
import type { LockoutLimits } from '@sallyport/core/lockout';

/** How an attacker spends the strangers' budget of guesses at one authenticator of one account. The attacker always knows the counter. */
export type Attack =
  /** Guesses at once while the guess sets no lock, and otherwise waits for the next window. The owner gets no notice of a lock. */
  | { readonly pace: 'silent' }
  /** Guesses at once whenever a guess is admitted, and is there at the moment when a lock ends. */
  | { readonly pace: 'loud' }
  /** Makes a single guess at this interval, as a spray over many accounts does. Leaves out a guess that would set a lock. */
  | { readonly pace: 'spaced'; readonly every: Milliseconds }
  /** Comes at random moments, with this mean time between two, and guesses wrong until a lock is set. */
  | { readonly pace: 'now-and-then'; readonly every: Milliseconds };

export type TimedAttack = Extract<Attack, { readonly every: Milliseconds }>;

export function isTimed(attack: Attack): attack is TimedAttack {
  return attack.pace === 'spaced' || attack.pace === 'now-and-then';
}

/** What the owner of the account does meanwhile. */
export interface Owner {
  /** Whether the owner signs in on a known device, which has a budget of its own (`hasOwnBudget`). */
  readonly knownDevice: boolean;
  /** Whether the owner's sign-ins prove the guessed authenticator. If not, the sign-ins clear none of its guesses. */
  readonly provesIt: boolean;
  /** The mean time between two sign-ins, which come at random moments (a Poisson process). */
  readonly signsInEvery: Milliseconds;
  /** The probability that one try of the owner is mistyped. From 0 to 0.9. */
  readonly mistypes: number;
  /**
   * If a sign-in finds the counter closed by the hard limit: the time until an administrator unlocks the account, or the owner has a new
   * password by mail.
   */
  readonly helpedAfter: Milliseconds;
}

/** The owner of the tables: signs in once a day, mistypes one try of twenty, and gets help within an hour. */
export const USUAL_OWNER: Owner = {
  knownDevice: true,
  provesIt: true,
  signsInEvery: days(1),
  mistypes: 0.05,
  helpedAfter: days(1 / 24),
};

export function days(count: number): Milliseconds {
  return milliseconds(Math.round(count * 86_400_000));
}

/** Thrown for an input that the simulation cannot run with. `path` names the member, such as `owner.mistypes`. */
export class SimulationInputError extends RangeError {
  readonly code = 'simulation-input';
  readonly path: string;

  constructor(path: string, message: string) {
    super(`${path} ${message}`);
    this.name = 'SimulationInputError';
    this.path = path;
  }
}

/** Days. */
export const MOST_DAYS = 3_660;

export function checkInput(limits: LockoutLimits, attack: Attack, owner: Owner): void {
  const { maxFailures, hardLimit, window, lockLengths } = limits;
  within('limits.maxFailures', maxFailures, 2, 1_000);
  within('limits.hardLimit', hardLimit, maxFailures, 1_000);
  within('limits.lockLengths.length', lockLengths.length, 1, 1_000);
  time('limits.window', window, 1_000);
  for (const length of lockLengths) time('limits.lockLengths', length, 1_000);
  if (isTimed(attack)) time('attack.every', attack.every, 1_000);
  time('owner.signsInEvery', owner.signsInEvery, 60_000);
  within('owner.mistypes', owner.mistypes, 0, 0.9);
  time('owner.helpedAfter', owner.helpedAfter, 0);
}

function time(path: string, value: number, least: number): void {
  within(path, value, least, days(MOST_DAYS));
  if (!Number.isInteger(value))
    throw new SimulationInputError(path, `is ${value}: the simulation takes whole milliseconds`);
}

export function within(path: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new SimulationInputError(path, `is ${String(value)}: the simulation takes a number from ${least} to ${most}`);
}
