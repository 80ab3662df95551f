import type { Milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { type AttemptCounter, clearAttempts, NO_ATTEMPTS } from './lockout.ts';

/** Names a counter of a subject by its authenticator and by who guesses: a known device or strangers. */
export interface CounterPlace {
  /** A method, `enrollment-code`, `<method>-enrollment`, `reset-token`, or `mail:<purpose>`. */
  readonly authenticator: string;
  /** The known device whose guesses the counter counts; absent: the guesses of strangers. */
  readonly device?: string | undefined;
}

/** The reason why the counters of a subject are cleared. */
export type Clearing =
  /** A grant clears the counters of the authenticators that the grant names; absent: of all authenticators. */
  | {
      readonly by: 'stranger' | 'known-device';
      readonly device?: string | undefined;
      readonly authenticators?: readonly string[] | undefined;
      /** The authenticators that were bound anew with the grant. */
      readonly rebinds?: readonly string[] | undefined;
    }
  | { readonly by: 'administrator' }
  /** These authenticators were bound anew. */
  | { readonly by: 'rebinding'; readonly authenticators: readonly string[] };

/** Prefix of the counters of sent mails. Mails are counted like guesses, and no clearing refills their budget. */
export const MAIL_COUNTERS = 'mail:';

/**
 * Returns a counter after a clearing of its subject's counters. `planCommit` turns the rule into resets, which every store applies to all
 * counters of the subject:
 *
 * - A grant clears the counters of the authenticators that the grant names, and forgives no guesses at another authenticator.
 * - A grant to a stranger clears the strangers' counters.
 * - A grant to a known device clears the device's own counters. Of the strangers' counters the grant clears only `total`,
 *   because the owner's success must not help an attacker who guesses at the same time. The counters of other known devices
 *   stay.
 * - An administrator clears every counter.
 * - A rebinding, alone or with a grant, clears the counters of its authenticators on every device. The guesses were made at
 *   the old authenticators.
 * - No clearing touches a counter of mails.
 */
export function clearedCounter(place: CounterPlace, counter: AttemptCounter, clearing: Clearing): AttemptCounter {
  const { authenticator, device } = place;
  if (authenticator.startsWith(MAIL_COUNTERS)) return counter;
  switch (clearing.by) {
    case 'administrator':
      return NO_ATTEMPTS;
    case 'rebinding':
      return clearing.authenticators.includes(authenticator) ? NO_ATTEMPTS : counter;
    default:
      if (clearing.rebinds?.includes(authenticator) === true) return NO_ATTEMPTS;
      if (clearing.authenticators?.includes(authenticator) === false) return counter;
      if (device === undefined) return clearAttempts(counter, clearing.by);
      return device === clearing.device ? NO_ATTEMPTS : counter;
  }
}

/** Whether a counter holds no guesses. A store need not keep an empty counter. */
export function isEmptyCounter({ recent, total }: AttemptCounter): boolean {
  return recent === 0 && total === 0;
}

/** The instant when the counter's window is over and its lock has ended. */
export function quietAt({ first, lockedUntil }: AttemptCounter, window: Milliseconds): Instant {
  return instant(Math.max(first + window, lockedUntil));
}
