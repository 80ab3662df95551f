import type { Logger } from '../contract/host.ts';

/** The global symbol under which every loaded copy of this package is noted. */
const COPIES: unique symbol = Symbol.for('@sallyport/engine: copies');

/**
 * Notes the copy at this address, once. Returns the addresses of all copies.
 *
 * @param shared the object that all copies share
 */
export function noteCopy(address: string, shared: object = globalThis): readonly string[] {
  const noted: unknown = Reflect.get(shared, COPIES);
  const copies: Set<string> = noted instanceof Set ? noted : new Set();
  Reflect.set(shared, COPIES, copies.add(address));
  return [...copies];
}

/**
 * Warns the operator if the process has a second copy of this package. A copy does not know the sessions and grants of the other copy,
 * and an adapter with the other copy fails at each request.
 */
export function warnOfCopies(copies: readonly string[], logger: Logger): void {
  if (copies.length < 2) return;
  logger.warn('@sallyport/engine is loaded more than once in this process', {
    code: 'loaded-twice',
    copies,
    wayOut: 'have one version of it: `npm ls @sallyport/engine` shows who brings another, `npm dedupe` often mends it',
  });
}
