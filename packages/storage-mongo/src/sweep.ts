import type { EventRetention } from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { HOUR } from './hour.ts';
import type { Removed } from './organisations.ts';
import { dateOf, ENDED, type Stored } from './stored.ts';

const BATCH = 1_000;

interface Removable {
  readonly filter: Filter<Stored>;
  readonly counts: boolean;
}

interface Sweeps {
  readonly remove: (filter: Filter<Stored>) => Promise<Batch>;
  readonly removed: (limit: number) => Promise<readonly Removed[]>;
  readonly leave: (organisation: Removed) => Promise<void>;
}

export async function sweep(
  { remove, removed, leave }: Sweeps,
  now: number,
  retention: readonly EventRetention[] = [],
): Promise<number> {
  let total = 0;
  const removeAll = async ({ filter, counts }: Removable): Promise<void> => {
    for (let found = BATCH; found === BATCH; ) {
      const batch = await remove(filter);
      found = batch.found;
      if (counts) total += batch.removed;
    }
  };
  for (const removal of removable(now, retention)) await removeAll(removal);
  for (let organisations = await removed(BATCH); organisations.length > 0; ) {
    for (const organisation of organisations) {
      for (const removal of leftBy(organisation)) await removeAll(removal);
      await leave(organisation);
    }
    organisations = organisations.length < BATCH ? [] : await removed(BATCH);
  }
  return total;
}

/** Nobody writes to a removed organisation. */
function leftBy({ tenant, organisation, version }: Removed): readonly Removable[] {
  return [
    { filter: { tenant, kind: 'membership', organisation }, counts: true },
    { filter: { tenant, kind: 'organisation-version', organisation, version: { $lt: version } }, counts: true },
  ];
}

export interface Batch {
  readonly found: number;
  readonly removed: number;
}

/** The deletion repeats the filter: a document may change in between. */
export async function removeBatch({ documents, limits }: Call, filter: Filter<Stored>): Promise<Batch> {
  // Includes counters that have not reached a majority yet.
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

function keptNoLonger({ types, before }: EventRetention): readonly Filter<Stored>[] {
  const events = {
    type: { $in: [...types] },
    at: { $lt: before },
    kind: 'event',
    recipients: { $exists: false },
  } as const;
  const hours = { type: 'sign-in.failed', at: { $lte: before - HOUR }, kind: 'failures' } as const;
  return types.includes('sign-in.failed') ? [events, hours] : [events];
}
