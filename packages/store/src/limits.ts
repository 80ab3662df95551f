import { MAIL_COUNTERS } from '@sallyport/core/lockout';

/** How many devices a store keeps for an account: of more, the one that was not seen for longest goes. */
export const DEVICES_PER_ACCOUNT = 10;

/** How long, in milliseconds, guesses at an unknown identifier are kept after their window and their lock. */
const UNKNOWN_GUESSES_KEPT = 86_400_000;

/**
 * How long, in milliseconds, the counter of an unknown identifier is kept after its window and its lock.
 *
 * - Guesses: a day. Later locks of an account are longer, and so are those of an unknown identifier.
 * - Mails: not at all. A budget of mails begins anew with each window, so a kept counter would change no answer.
 */
export function unknownCounterKept(authenticator: string): number {
  return authenticator.startsWith(MAIL_COUNTERS) ? 0 : UNKNOWN_GUESSES_KEPT;
}
