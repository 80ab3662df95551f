import type { AttemptCounter, Instant } from '@sallyport/core';
import { lockedUntil, NO_ATTEMPTS, reservationOf, reserveAttempt } from '@sallyport/core/lockout';
import { type AttemptAnswer, type AttemptAsked, unknownCounterKept } from '@sallyport/store';

export const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

/** The values of an attempt, as the function of migration 12 reads them. */
type AttemptValues = {
  readonly authenticator: string;
  readonly accepted: readonly string[] | undefined;
  readonly unknown: string | undefined;
  readonly perDevice: boolean;
  readonly maxFailures: number;
  readonly window: number;
  readonly hardLimit: number;
  readonly lockLengths: readonly number[];
  /** Instant until which the first guess locks the counter; 0 if the first guess does not lock. */
  readonly firstLock: number;
  /** Milliseconds for which the counter of an unknown identifier is kept after the end of window and lock. */
  readonly unknownKept: number;
  /** The end of the attempt's time; empty if the attempt is never open. */
  readonly open: readonly number[];
};

export function attemptValues(asked: AttemptAsked, now: Instant): AttemptValues {
  const { limits } = asked;
  const reserved = reserveAttempt(NO_ATTEMPTS, limits, now);
  const first = reserved.admitted ? reserved.counter : NO_ATTEMPTS;
  return {
    authenticator: asked.authenticator,
    accepted: asked.onlyIfAccepted,
    unknown: asked.subjectIfUnknown,
    perDevice: asked.perDevice,
    maxFailures: limits.maxFailures,
    window: limits.window,
    hardLimit: limits.hardLimit,
    lockLengths: limits.lockLengths,
    firstLock: first.lockedUntil,
    unknownKept: unknownCounterKept(asked.authenticator),
    open: first.open,
  };
}

/** The counter of an attempt in the function's answer. */
export interface CountedAttempt {
  /** Null if the step names nobody to count for. */
  readonly subject: string | null;
  readonly device: string;
  readonly admitted: boolean;
  /** After the update, or as found if the function did not write the counter. */
  readonly counter: AttemptCounter | null;
}

export function attemptAnswer(
  { subject, device, admitted, counter }: CountedAttempt,
  { authenticator, limits }: AttemptAsked,
  now: Instant,
): AttemptAnswer {
  if (subject === null || counter === null) return NOT_COUNTED;
  if (!admitted) {
    // The function and `lockedUntil` refuse under the same condition. Only a refusal because of open guesses has no end: the guess waits.
    const until = lockedUntil(counter, limits, now);
    return until === undefined ? { outcome: 'waits' } : { outcome: 'locked', until };
  }
  const reservation = reservationOf(counter.first, limits, now);
  return { outcome: 'counted', ref: { subject, authenticator, ...(device !== '' && { device }), reservation } };
}
