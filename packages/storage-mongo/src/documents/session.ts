import type { SessionRecord } from '@sallyport/store';
import { accountPlace, sessionPlace, sortable } from '../place.ts';
import { dateOf, type Stored } from '../stored.ts';
import { recordOf } from './record.ts';

export function sessionDocument(session: SessionRecord): Stored {
  const { tenant, tokenHash, id, version, accountId, createdAt } = session;
  return {
    ...sessionPlace(tenant, tokenHash),
    id: sortable(id),
    version,
    ends: endOf(session),
    holder: accountPlace(tenant, accountId)._id,
    of: sortable(accountId),
    at: createdAt,
    record: { ...session },
  };
}

export function endOf({ expiresAt, lastSeenAt, idle }: SessionRecord): Date {
  return dateOf(Math.min(expiresAt, lastSeenAt + idle + 1));
}

export function sessionOf(stored: Stored): SessionRecord {
  return recordOf<SessionRecord>(stored);
}
