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
    wayOut: isOnePackage(copies)
      ? 'the app imports and requires the same package: only import the packages of Sallyport, or only require them'
      : 'have one version of it: `npm ls @sallyport/engine` shows who brings another, `npm dedupe` often mends it',
  });
}

/** Whether the copies are the ES module and the CommonJS file of one installed package: a `.js` and a `.cjs` file of one folder. */
function isOnePackage(copies: readonly string[]): boolean {
  const folders = new Set(copies.map((address) => address.slice(0, address.lastIndexOf('/'))));
  return folders.size === 1 && copies.length === 2 && copies.some((address) => address.endsWith('.cjs'));
}
