import type { AttemptAsked } from '@sallyport/engine';
import { LIMITS } from '@sallyport/workspace/stores/records';

export * from '@sallyport/workspace/stores/records';

export const HOUR = 3_600_000;

/** A guess at a password, by an identifier that nobody has unless told. */
export const GUESS: AttemptAsked = {
  authenticator: 'password',
  limits: LIMITS,
  subjectIfUnknown: 'nobody',
  perDevice: true,
};
