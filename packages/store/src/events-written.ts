import type { Commit, CommitResult } from './commit.ts';
import type { EventRecord } from './records.ts';

/** The events that a commit wrote: the events of a change that was committed, and the lock if `Commit.judged` locked the counter. */
export function eventsWritten(
  { events, judged }: Pick<Commit, 'events' | 'judged'>,
  { outcome, locked }: CommitResult,
): readonly EventRecord[] {
  const own = outcome === 'committed' ? events : [];
  return locked && judged?.ifLocked !== undefined ? [...own, judged.ifLocked] : own;
}
