import type { Milliseconds, StrengthName } from '@sallyport/core';

/** Empty `strengths`: those that a sign-in requires. */
export interface SessionDemand {
  readonly strengths: readonly StrengthName[];
  readonly within?: Milliseconds | undefined;
}
