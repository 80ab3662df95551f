import type { AccountFactors } from './account-factors.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';

/** Second factors without details: an account has the factor or lacks the factor. */
export const PLAIN_SECONDS: readonly (typeof BUILT_IN_METHODS)[number][] = BUILT_IN_METHODS.filter(
  ({ use, delivered }) => use === 'second' && !delivered,
);

/** Encodes as a number which of {@link PLAIN_SECONDS} an account can use. */
export function plainSeconds(factors: AccountFactors): number {
  let which = 0;
  for (const { enrolled } of PLAIN_SECONDS) which = which * 2 + (enrolled(factors) ? 1 : 0);
  return which;
}
