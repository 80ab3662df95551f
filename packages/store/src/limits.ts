import { MAIL_COUNTERS } from '@sallyport/core/lockout';

/** Of an account. A removal may follow the commit and fail: then until the next commit with a device. */
export const DEVICES_PER_ACCOUNT = 10;

/** In organisations that are not removed. Those of a removed one may count until the sweep. */
export const MEMBERSHIPS_PER_ACCOUNT = 1_000;

/** Milliseconds, back from the day of a newer record. */
export const DAYS_KEPT: number = 400 * 86_400_000;

/** The time, in milliseconds, that a store keeps guesses at an unknown identifier after their window and their lock. */
const UNKNOWN_GUESSES_KEPT = 86_400_000;

/** Milliseconds after window and lock. A day for guesses, whose locks have to grow as an account's do; 0 for mails, whose windows start full. */
export function unknownCounterKept(authenticator: string): number {
  return authenticator.startsWith(MAIL_COUNTERS) ? 0 : UNKNOWN_GUESSES_KEPT;
}
