import type { AttemptAsked } from '@sallyport/engine';
import { LIMITS } from '@sallyport/test-support/stores/records';

export * from '@sallyport/test-support/stores/records';

export const HOUR = 3_600_000;

/** A guess at a password. Counted for the unknown identifier `nobody` if the step finds no account. */
export const GUESS: AttemptAsked = {
  authenticator: 'password',
  limits: LIMITS,
  subjectIfUnknown: 'nobody',
  perDevice: true,
};
