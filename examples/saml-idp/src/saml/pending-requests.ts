import { randomBytes } from 'node:crypto';
import type { AuthnRequest } from './authn-request.ts';

/** A request whose answer waits for a sign-in. */
export interface Pending {
  readonly request: AuthnRequest;
  /** When it came: a proof that is to be fresh is later than this. */
  readonly at: number;
}

/** The requests under way, in this process alone: one that is answered is answered once. */
export interface PendingRequests {
  /** @returns the id that the request is known by here; `undefined` if it was answered already */
  add(request: AuthnRequest, now: number): string | undefined;
  find(id: string, now: number): Pending | undefined;
  /** Of several who take it at once, one has it. */
  take(id: string, now: number): Pending | undefined;
}

/** As long as a sign-in may take; longer than a request is fresh. */
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

/** Those that are over, which stand first, and as many as are too many. */
function forgetOldest<Value>(map: Map<string, Value>, isOver: (value: Value) => boolean): void {
  for (const [id, value] of map) {
    if (map.size < MOST && !isOver(value)) return;
    map.delete(id);
  }
}
