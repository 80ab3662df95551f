import { REFUSALS } from './contract/refusal-table.ts';

/**
 * Holds the operations of a part to {@link REFUSALS}: a refusal with a code that the table does not have throws.
 *
 * @throws Error `people.block answered locked, which the table of refusals does not have`
 */
export function heldToTable<Part extends object>(name: string, part: Part): Part {
  return new Proxy(part, {
    get(target, operation) {
      const call: unknown = Reflect.get(target, operation);
      if (typeof call !== 'function') return call;
      return (...input: unknown[]) => checked(`${name}.${String(operation)}`, Reflect.apply(call, target, input));
    },
  });
}

function checked(operation: string, answer: unknown): unknown {
  if (answer instanceof Promise) return answer.then((settled) => checked(operation, settled));
  const { result = answer }: { readonly result?: unknown } = Object(answer);
  const { refused }: { readonly refused?: unknown } = Object(result);
  if (typeof refused !== 'string' || refused === 'store-unavailable') return answer;
  const table: Readonly<Record<string, readonly string[]>> = REFUSALS;
  if (table[operation]?.includes(refused) === true) return answer;
  throw new Error(`${operation} answered ${refused}, which the table of refusals does not have`);
}
