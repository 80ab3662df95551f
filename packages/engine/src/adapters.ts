/**
 * `@sallyport/engine/adapters`: the parts of a Sallyport that adapters need and hosts do not. An adapter serves the contract to a framework
 * or over a protocol.
 *
 * @packageDocumentation
 */
import type { AdapterParts } from './contract/adapter-parts.ts';
import type { Sallyport } from './contract/sallyport.ts';

export type { AdapterParts } from './contract/adapter-parts.ts';
export { DEVICES_PER_BROWSER } from './contract/caller.ts';
export { clientAddress } from './kernel/client-address.ts';
export { flowNamedIn } from './kernel/secrets/token.ts';

/** A registered symbol, so that an adapter finds the parts although the host installed two copies of the engine. */
const PARTS: unique symbol = Symbol.for('@sallyport/engine/adapters');

/**
 * Returns the parts of a Sallyport for adapters.
 *
 * @example
 * ```ts
 * import type { Sallyport } from '@sallyport/engine';
 * import { forAdapters } from '@sallyport/engine/adapters';
 *
 * export function secondsUntil(auth: Sallyport, until: number): number {
 *   return Math.ceil((until - forAdapters(auth).now()) / 1000);
 * }
 * ```
 * @throws TypeError if the object comes neither from `createSallyport` nor from {@link withAdapterParts}
 */
export function forAdapters(auth: Sallyport): AdapterParts {
  const { [PARTS]: parts }: Sallyport & { readonly [PARTS]?: AdapterParts } = auth;
  if (parts === undefined)
    throw new TypeError('this Sallyport has no parts for adapters: make it with createSallyport or withAdapterParts');
  return parts;
}

/** Returns a Sallyport with these parts for adapters: for the fake Sallyport of an adapter's tests. */
export function withAdapterParts<Made extends Sallyport>(auth: Made, parts: AdapterParts): Made {
  return { ...auth, [PARTS]: parts };
}
