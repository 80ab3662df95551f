import type { SessionRecord } from '@sallyport/store';
import type { Row } from './row.ts';

/** The record, with when it was last seen: that moves without a version, and so has a column of its own. */
export function withLastSeen(session: SessionRecord, row: Row): SessionRecord {
  return { ...session, lastSeenAt: row.instant('last_seen_at') };
}
