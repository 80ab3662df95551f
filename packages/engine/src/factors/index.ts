import type { Factor } from './factor.ts';
import { FACTORS } from './list.ts';

export { FACTORS };

/** Returns the kind of factor of a method, or `undefined` if the method is no factor: an enrollment code, a reset link. */
export function factorOf(method: string): Factor | undefined {
  return FACTORS.find(({ is }) => is(method));
}
