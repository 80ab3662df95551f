import type { Instant } from '@sallyport/core';
import type { AccountId, SessionRecord, TenantId } from '@sallyport/store';
import type { Call } from './call.ts';
import { sessionOf } from './documents/session.ts';
import { sortable } from './place.ts';
import { dateOf } from './stored.ts';

export async function listSessions(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
  now: Instant,
): Promise<readonly SessionRecord[]> {
  const filter = {
    tenant: sortable(tenant),
    kind: 'session',
    of: sortable(accountId),
    ends: { $gt: dateOf(now) },
  } as const;
  const found = await documents.find(filter, { ...limits, sort: { at: -1 } }).toArray();
  return found.map(sessionOf);
}
