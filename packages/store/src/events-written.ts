import type { Commit, CommitResult } from './commit.ts';
import type { EventRecord } from './records.ts';

/** With the lock, if `Commit.judged` locked the counter. */
export function eventsWritten(
  { events, judged }: Pick<Commit, 'events' | 'judged'>,
  { outcome, locked }: CommitResult,
): readonly EventRecord[] {
  const own = outcome === 'committed' ? events : [];
  return locked && judged?.ifLocked !== undefined ? [...own, judged.ifLocked] : own;
}
