import type { EventRetention } from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { HOUR } from './hour.ts';
import { dateOf, ENDED, type Stored } from './stored.ts';

/** How many documents go at once: each batch has its own time, and what it removed stays removed. */
const BATCH = 1_000;

/** What may go, and whether it counts: what is left of what was ended before was counted by nobody. */
interface Removable {
  readonly filter: Filter<Stored>;
  readonly counts: boolean;
}

/** Removes what is past its end, and events that are kept no longer, batch by batch. */
export async function sweep(
  remove: (filter: Filter<Stored>) => Promise<Batch>,
  now: number,
  retention: readonly EventRetention[] = [],
): Promise<number> {
  let removed = 0;
  for (const { filter, counts } of removable(now, retention)) {
    for (let found = BATCH; found === BATCH; ) {
      const batch = await remove(filter);
      found = batch.found;
      if (counts) removed += batch.removed;
    }
  }
  return removed;
}

export interface Batch {
  readonly found: number;
  readonly removed: number;
}

/** What was changed between the two is looked at once more. */
export async function removeBatch({ documents, limits }: Call, filter: Filter<Stored>): Promise<Batch> {
  // As the primary has it: a count that nobody answered yet need not have come to a majority.
  const reading = { ...limits, readConcern: { level: 'local' }, projection: { _id: 1 }, limit: BATCH } as const;
  const found = await documents.find(filter, reading).toArray();
  if (found.length === 0) return { found: 0, removed: 0 };
  const which = { $and: [{ _id: { $in: found.map(({ _id }) => _id) } }, filter] };
  const { deletedCount } = await documents.deleteMany(which, limits);
  return { found: found.length, removed: deletedCount };
}

function removable(now: number, retention: readonly EventRetention[]): readonly Removable[] {
  return [
    { filter: { ends: { $gt: ENDED, $lte: dateOf(now) } }, counts: true },
    { filter: { ends: ENDED }, counts: false },
    ...retention.flatMap(keptNoLonger).map((filter) => ({ filter, counts: true })),
  ];
}

/** An event whose owner is still to be told stays. Counts by the hour go with the failures that are events. */
function keptNoLonger({ types, before }: EventRetention): readonly Filter<Stored>[] {
  const events = { type: { $in: [...types] }, at: { $lt: before }, kind: 'event', tell: { $exists: false } } as const;
  const hours = { type: 'sign-in.failed', at: { $lte: before - HOUR }, kind: 'failures' } as const;
  return types.includes('sign-in.failed') ? [events, hours] : [events];
}
