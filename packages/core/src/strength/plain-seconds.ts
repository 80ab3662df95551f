import type { AccountFactors } from './account-factors.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';

/** Second factors that an account has or has not, without more to tell: neither addresses nor kinds of them. */
export const PLAIN_SECONDS: readonly (typeof BUILT_IN_METHODS)[number][] = BUILT_IN_METHODS.filter(
  ({ role, delivered }) => role === 'second' && !delivered,
);

/** A number that tells which of them an account has and can use. */
export function plainSeconds(factors: AccountFactors): number {
  let which = 0;
  for (const { enrolled } of PLAIN_SECONDS) which = which * 2 + (enrolled(factors) ? 1 : 0);
  return which;
}
