import type { Milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { type AttemptCounter, clearAttempts, NO_ATTEMPTS } from './lockout.ts';

/** Which of a subject's counters one is: of which authenticator, and whether of a known device or of strangers. */
export interface CounterPlace {
  readonly authenticator: string;
  /** The known device whose guesses it counts; absent: strangers'. */
  readonly device?: string | undefined;
}

/** What clears the counters of a subject. */
export type Clearing =
  /** A grant, at the authenticators that it names; absent: at every one. */
  | {
      readonly by: 'stranger' | 'known-device';
      readonly device?: string | undefined;
      readonly authenticators?: readonly string[] | undefined;
      /** An authenticator that was bound anew with the grant. */
      readonly rebinds?: string | undefined;
    }
  | { readonly by: 'administrator' }
  /** An authenticator was bound anew. */
  | { readonly by: 'rebinding'; readonly authenticator: string };

/** Counters of mails that were sent begin with this. They are counted like guesses, and nothing refills their budget. */
export const MAIL_COUNTERS = 'mail:';

/**
 * A counter after a clearing of its subject's counters. Every store gives this answer for each of them:
 *
 * - A grant clears only at the authenticators it names: what was proved forgives no guesses at anything else. A stranger's
 *   clears the strangers' counters. A known device's clears the device's own, and of the strangers' only what they add up to, so
 *   that the owner's success does not let off an attacker who guesses beside them. No grant clears another device's.
 * - An administrator clears every counter.
 * - A rebinding, by itself or with a grant, clears those of its authenticator, of every device: the guesses were made at one
 *   that is gone.
 * - Nothing clears a counter of mails.
 */
export function clearedCounter(place: CounterPlace, counter: AttemptCounter, clearing: Clearing): AttemptCounter {
  const { authenticator, device } = place;
  if (authenticator.startsWith(MAIL_COUNTERS)) return counter;
  switch (clearing.by) {
    case 'administrator':
      return NO_ATTEMPTS;
    case 'rebinding':
      return authenticator === clearing.authenticator ? NO_ATTEMPTS : counter;
    default:
      if (clearing.rebinds === authenticator) return NO_ATTEMPTS;
      if (clearing.authenticators?.includes(authenticator) === false) return counter;
      if (device === undefined) return clearAttempts(counter, clearing.by);
      return device === clearing.device ? NO_ATTEMPTS : counter;
  }
}

/** Whether a counter holds nothing, and is as good as none: a store need not keep it. */
export function isEmptyCounter({ recent, total }: AttemptCounter): boolean {
  return recent === 0 && total === 0;
}

/** When neither the window of a counter nor its lock runs any more. */
export function quietAt({ first, lockedUntil }: AttemptCounter, window: Milliseconds): Instant {
  return instant(Math.max(first + window, lockedUntil));
}
