/**
 * `@sallyport/testing/vitest`: the matchers of `policyMatchers` on Vitest's `expect`, with their types.
 * Import it in a test, or name it in `setupFiles`.
 *
 * @packageDocumentation
 */
import { expect } from 'vitest';
import { type PolicyMatchers, policyMatchers } from './matchers/policy-matchers.ts';

declare module 'vitest' {
  interface Matchers<T> extends PolicyMatchers {}
}

expect.extend(policyMatchers);

export { type PolicyMatchers, policyMatchers };
