const NAME: unique symbol = Symbol.for('sallyport.host-code');

/**
 * Host code as the author of an act. Only {@link hostCode} makes a value of this type: its key is a symbol, which no JSON text, form or query has. So a
 * `by` in the body of a request never counts as host code, if a route passes the body on.
 */
export interface HostCode {
  readonly [NAME]: string;
}

/**
 * Names the host code that makes an act: the job or operator in the host's words. The event of the act has the actor `{ kind: 'host', id: name }`.
 *
 * @param name 1 to 200 characters, on one line. Another name gives `malformed-input` at the path `by`
 * @example
 * ```ts
 * import { hostCode } from '@sallyport/engine';
 *
 * await auth.people.block({ externalId: '42' }, { reason: 'left the company', by: hostCode('hr') });
 * ```
 */
export function hostCode(name: string): HostCode {
  return Object.freeze({ [NAME]: name });
}

/** Returns whether {@link hostCode} made a value. */
export function isByHostCode(by: unknown): by is HostCode {
  return typeof by === 'object' && by !== null && Object.hasOwn(by, NAME);
}

/** The name that {@link hostCode} got: a caller without types may have given anything. */
export function nameOfHostCode(by: HostCode): unknown {
  return by[NAME];
}
