import type { Caller } from '../contract/caller.ts';
import { kernelAt } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ANYWHERE, RequestPlace, UNKNOWN } from '../kernel/request-place.ts';
import { CheckedSession } from './checked-session.ts';

/** Each operation of the part runs in the place of its session, or else of its caller. Without both, the part is host code, and runs anywhere. */
export function inPlace<Part extends object>(kernel: Kernel, make: (kernel: Kernel) => Part): Part {
  const unplaced = make(kernel);
  const unknown = make(kernelAt(kernel, UNKNOWN));
  const partAt = (place: RequestPlace): Part => {
    if (place === ANYWHERE) return unplaced;
    return place === UNKNOWN ? unknown : make(kernelAt(kernel, place));
  };
  return Object.fromEntries(
    Object.entries(unplaced).map(([name, value]) => [
      name,
      typeof value === 'function'
        ? (...asked: readonly unknown[]) => operationOf(partAt(placeOf(asked)), name)(...asked)
        : value,
    ]),
  ) as Part;
}

function operationOf(part: object, name: string): (...asked: readonly unknown[]) => unknown {
  const operation: unknown = Reflect.get(part, name);
  if (typeof operation !== 'function') throw new TypeError(`no operation '${name}'`);
  return (...asked) => operation(...asked);
}

/** The place in which the session was checked. */
export function placeOfSession(session: unknown): RequestPlace {
  if (!CheckedSession.isOne(session)) return UNKNOWN;
  const place = CheckedSession.placeOf(session);
  return place.told.length === 0 && place.entered === undefined ? ANYWHERE : place;
}

function placeOf(asked: readonly unknown[]): RequestPlace {
  const session = asked.find((one) => CheckedSession.isOne(one)) ?? authorIn(asked);
  if (session !== undefined) return placeOfSession(session);
  const caller = asked.find(isCaller);
  return caller === undefined ? ANYWHERE : placeOfCaller(caller);
}

export function placeOfCaller({ contexts }: Caller): RequestPlace {
  return contexts === undefined ? UNKNOWN : new RequestPlace(contexts);
}

function authorIn(asked: readonly unknown[]): unknown {
  return asked.flatMap((one) => (isObject(one) && CheckedSession.isOne(one['by']) ? [one['by']] : []))[0];
}

/** Only a {@link Caller} has the mode of a client and no id of a session. */
function isCaller(value: unknown): value is Caller {
  return (
    isObject(value) && typeof value['tenant'] === 'string' && (value['mode'] === 'cookie' || value['mode'] === 'token')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
