import { OPERATIONS, operationNamed } from '../operations/index.ts';
import { CLIENTS, knowledge } from '../world/people.ts';
import type { Pair } from './interleavings.ts';

/** What never calls a port has no order to it. */
const CALLS_NOTHING = /^lets |^fills |^deploys |^says, as the host/;
/** Five requests at once have more orders by themselves than can be gone through. */
const MANY_AT_ONCE = / at once$/;

/** Every two operations, by each of those who do them. The number of a pair is its place here. */
export function everyPair(): Pair[] {
  const operations = OPERATIONS.filter(({ name }) => !CALLS_NOTHING.test(name) && !MANY_AT_ONCE.test(name));
  const pairs: Pair[] = [];
  for (const [place, first] of operations.entries()) {
    for (const second of operations.slice(place)) {
      for (const one of first.by) {
        for (const other of second.by) {
          if (other === one) continue;
          pairs.push({ first: { operation: first.name, by: one }, second: { operation: second.name, by: other } });
        }
      }
    }
  }
  return pairs;
}

/** The first of those who do the first operation meets each of those who do the second: they stand for the others. */
export function isUsual({ first }: Pair): boolean {
  return operationNamed(first.operation).by[0] === first.by;
}

/** Whether one sets something up, and the other voids what others began: of the same account, or of the policy. */
export function meetsInActs({ first, second }: Pair): boolean {
  const [one, other] = [first, second].map(({ operation, by }) => {
    const found = operationNamed(operation);
    // One administrator stands for the others.
    const stands = found.of === undefined || found.by[0] === by;
    return { is: stands ? found.is : undefined, account: found.of ?? ACCOUNT_OF.get(by) };
  });
  if (one === undefined || other === undefined) return false;
  const isBoth = (is: string | undefined, of: 'set-up' | 'reset'): boolean => is === of || is === 'both';
  const meets =
    (isBoth(one.is, 'set-up') && isBoth(other.is, 'reset')) || (isBoth(other.is, 'set-up') && isBoth(one.is, 'reset'));
  return meets && (one.account === other.account || [one.account, other.account].includes('the policy'));
}

/** Whose account somebody is at. */
const ACCOUNT_OF: ReadonlyMap<string, string> = new Map(
  CLIENTS.map(([client, knows]) => [client, new Map(knowledge()).get(knows)?.account ?? knows]),
);
