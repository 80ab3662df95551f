import type { Logger } from '../contract/host.ts';

/** Where every copy of this package that a process loaded is noted, whichever of them it is. */
const COPIES: unique symbol = Symbol.for('@sallyport/engine: copies');

/**
 * Notes the copy that is at this address, once. Answers all there are.
 *
 * @param shared what all copies see
 */
export function noteCopy(address: string, shared: object = globalThis): readonly string[] {
  const noted: unknown = Reflect.get(shared, COPIES);
  const copies: Set<string> = noted instanceof Set ? noted : new Set();
  Reflect.set(shared, COPIES, copies.add(address));
  return [...copies];
}

/**
 * Tells the operator of another copy of this package in the process: sessions and grants of one are strangers to the other, so that an
 * adapter which loaded the other copy fails at each request.
 */
export function warnOfCopies(copies: readonly string[], logger: Logger): void {
  if (copies.length < 2) return;
  logger.warn('@sallyport/engine is loaded more than once in this process', {
    code: 'loaded-twice',
    copies,
    wayOut: 'have one version of it: `npm ls @sallyport/engine` shows who brings another, `npm dedupe` often mends it',
  });
}
