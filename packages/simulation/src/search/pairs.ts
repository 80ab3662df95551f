import { OPERATIONS } from '../operations/index.ts';
import type { Pair } from './interleavings.ts';

/** What never calls a port has no order to it. */
const CALLS_NOTHING = /^lets |^fills |^says, as the host/;
/** Five requests at once have more orders by themselves than can be gone through. */
const MANY_AT_ONCE = / at once$/;

/** Every pair of operations: the first by the first of those who do it, the second by each of the others. */
export function everyPair(): Pair[] {
  const operations = OPERATIONS.filter(({ name }) => !CALLS_NOTHING.test(name) && !MANY_AT_ONCE.test(name));
  const pairs: Pair[] = [];
  for (const [place, first] of operations.entries()) {
    for (const second of operations.slice(place)) {
      const [one] = first.by;
      for (const other of second.by) {
        if (one === undefined || other === one) continue;
        pairs.push({ first: { operation: first.name, by: one }, second: { operation: second.name, by: other } });
      }
    }
  }
  return pairs;
}
