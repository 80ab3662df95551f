import type { SessionRecord } from '@sallyport/store';
import type { Row } from './row.ts';

/** Completes the record with the column `last_seen_at`. The session check updates the column without rewriting the document. */
export function withLastSeen(session: SessionRecord, row: Row): SessionRecord {
  return { ...session, lastSeenAt: row.instant('last_seen_at') };
}
