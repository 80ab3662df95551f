import type { ContextAccount, ContextOf, ContextRequest } from '../../contract/contexts.ts';

/** Says whether a request is in a context. A condition that throws says yes: what the host cannot know asks for more. */
export type Condition = (request: ContextRequest, who: ContextAccount | undefined) => boolean | Promise<boolean>;

/**
 * A `contextOf` from one condition for each context. A condition that throws applies alone, and the others are judged. A context of the policy that is
 * missing here is never told.
 * @example
 * import { outsideHours, outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
 *
 * const contextOf = toldWhere({
 *   outside: outsideNetworks(['192.0.2.0/24', '2001:db8::/32']),
 *   night: outsideHours({ from: '06:00', to: '22:00', timeZone: 'Europe/Vienna' }),
 * });
 */
export function toldWhere<Name extends string>(conditions: Readonly<Record<Name, Condition>>): ContextOf {
  const each = Object.entries<Condition>(conditions);
  return async (request, who) => {
    const told = await Promise.all(
      each.map(async ([name, applies]) => {
        try {
          return (await applies(request, who)) === false ? [] : [name];
        } catch {
          return [name];
        }
      }),
    );
    return told.flat();
  };
}
