import { OPERATIONS, operationNamed } from '../operations/index.ts';
import { CLIENTS, knowledge } from '../world/people.ts';
import type { Pair } from './interleavings.ts';

const CALLS_NOTHING = /^lets |^fills |^deploys |^says, as the host/;
const MANY_AT_ONCE = / at once$/;

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

/** This client stands for the operation's other clients. */
export function isUsual({ first }: Pair): boolean {
  return operationNamed(first.operation).by[0] === first.by;
}

export function meetsInActs({ first, second }: Pair): boolean {
  const [one, other] = [first, second].map(({ operation, by }) => {
    const found = operationNamed(operation);
    const stands = found.of === undefined || found.by[0] === by;
    return { is: stands ? found.is : undefined, account: found.of ?? ACCOUNT_OF.get(by) };
  });
  if (one === undefined || other === undefined) return false;
  const isBoth = (is: string | undefined, of: 'set-up' | 'reset'): boolean => is === of || is === 'both';
  const meets =
    (isBoth(one.is, 'set-up') && isBoth(other.is, 'reset')) || (isBoth(other.is, 'set-up') && isBoth(one.is, 'reset'));
  return meets && (one.account === other.account || [one.account, other.account].includes('the policy'));
}

const ACCOUNT_OF: ReadonlyMap<string, string> = new Map(
  CLIENTS.map(([client, knows]) => [client, new Map(knowledge()).get(knows)?.account ?? knows]),
);
