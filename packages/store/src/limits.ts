import { MAIL_COUNTERS } from '@sallyport/core/lockout';

/**
 * The number of devices that a store keeps for an account. Beyond this number, the store removes the device that was not seen for the
 * longest time, and never the device of the same commit. The removal may follow the commit in a write of its own, which may fail: the account then has
 * more devices until the next commit with a device, as after concurrent commits.
 */
export const DEVICES_PER_ACCOUNT = 10;

/** The time, in milliseconds, that a store keeps a `DayRecord`, counted back from the day of a newer record. */
export const DAYS_KEPT: number = 400 * 86_400_000;

/** The time, in milliseconds, that a store keeps guesses at an unknown identifier after their window and their lock. */
const UNKNOWN_GUESSES_KEPT = 86_400_000;

/**
 * The time, in milliseconds, that a store keeps the counter of an unknown identifier after its window and its lock.
 *
 * - Guesses: one day. The locks of an account grow with repeated guessing, and the locks of an unknown identifier have to grow in the
 *   same way.
 * - Mails: 0. Each window starts with a full budget of mails, so an older counter changes no answer.
 */
export function unknownCounterKept(authenticator: string): number {
  return authenticator.startsWith(MAIL_COUNTERS) ? 0 : UNKNOWN_GUESSES_KEPT;
}
