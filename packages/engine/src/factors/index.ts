import type { Factor } from './factor.ts';
import { FACTORS } from './list.ts';

export { FACTORS };

export function factorOf(method: string): Factor | undefined {
  return FACTORS.find(({ is }) => is(method));
}
