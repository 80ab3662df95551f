import type { AttemptCounter, Instant } from '@sallyport/core';
import { lockedUntil, NO_ATTEMPTS, reservationOf, reserveAttempt } from '@sallyport/core/lockout';
import { type AttemptAnswer, type AttemptAsked, unknownCounterKept } from '@sallyport/store';

export const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

type AttemptValues = {
  readonly authenticator: string;
  readonly accepted: readonly string[] | undefined;
  readonly unknown: string | undefined;
  readonly perDevice: boolean;
  readonly maxFailures: number;
  readonly window: number;
  readonly hardLimit: number;
  readonly lockLengths: readonly number[];
  /** 0 if the first guess does not lock. */
  readonly firstLock: number;
  /** Milliseconds after the end of window and lock. */
  readonly unknownKept: number;
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

export interface CountedAttempt {
  readonly subject: string | null;
  readonly device: string;
  readonly admitted: boolean;
  readonly counter: AttemptCounter | null;
}

export function attemptAnswer(
  { subject, device, admitted, counter }: CountedAttempt,
  { authenticator, limits }: AttemptAsked,
  now: Instant,
): AttemptAnswer {
  if (subject === null || counter === null) return NOT_COUNTED;
  if (!admitted) {
    // A refusal because of open guesses has no end.
    const until = lockedUntil(counter, limits, now);
    return until === undefined ? { outcome: 'waits' } : { outcome: 'locked', until };
  }
  const reservation = reservationOf(counter.first, limits, now);
  return { outcome: 'counted', ref: { subject, authenticator, ...(device !== '' && { device }), reservation } };
}
