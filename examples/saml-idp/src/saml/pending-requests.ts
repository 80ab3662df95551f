import { randomBytes } from 'node:crypto';
import type { AuthnRequest } from './authn-request.ts';

/** A request whose answer waits for a sign-in. */
export interface Pending {
  readonly request: AuthnRequest;
  /** The time of the request. With `ForceAuthn`, proofs must be later. */
  readonly at: number;
}

/** The pending requests, in the memory of this process. Each request is answered only once. */
export interface PendingRequests {
  /** Returns the id for `find` and `take`, or `undefined` if the request was answered already. */
  add(request: AuthnRequest, now: number): string | undefined;
  find(id: string, now: number): Pending | undefined;
  /** Removes the request. Of several concurrent callers, only the first gets the request. */
  take(id: string, now: number): Pending | undefined;
}

/** Milliseconds: the longest duration of a sign-in. Longer than the age at which a request is refused. */
const KEPT = 20 * 60_000;
const MOST = 10_000;

export function pendingRequests(): PendingRequests {
  const pending = new Map<string, Pending>();
  const answered = new Map<string, number>();
  const nameOf = ({ from, id }: AuthnRequest): string => `${from.entityId} ${id}`;
  const find: PendingRequests['find'] = (id, now) => {
    const found = pending.get(id);
    return found === undefined || found.at + KEPT < now || answered.has(nameOf(found.request)) ? undefined : found;
  };
  return {
    add(request, now) {
      forgetOldest(pending, ({ at }) => at + KEPT < now);
      forgetOldest(answered, (at) => at + KEPT < now);
      if (answered.has(nameOf(request))) return undefined;
      const id = randomBytes(32).toString('base64url');
      pending.set(id, { request, at: now });
      return id;
    },
    find,
    take(id, now) {
      const found = find(id, now);
      if (found === undefined) return undefined;
      pending.delete(id);
      answered.set(nameOf(found.request), now);
      return found;
    },
  };
}

/** Removes expired entries, which are at the start of the map, and the oldest entries of a full map. */
function forgetOldest<Value>(map: Map<string, Value>, isOver: (value: Value) => boolean): void {
  for (const [id, value] of map) {
    if (map.size < MOST && !isOver(value)) return;
    map.delete(id);
  }
}
