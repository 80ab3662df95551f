import type { TenantId } from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { sortable } from './place.ts';
import { readPolicy } from './policies.ts';
import type { Kind, Stored } from './stored.ts';

const LOG: readonly Kind[] = ['event', 'event-stream', 'log-batch'];

export async function removeTenant(call: Call, tenant: TenantId, limit: number): Promise<number> {
  const newest = await readPolicy(call, tenant);
  if (newest?.removed === undefined) return 0;
  const keepsLog = newest.removed.log === 'keep';
  const own = sortable(tenant);
  const others: Filter<Stored> = {
    tenant: own,
    kind: { $nin: ['policy', 'policy-version', ...(keepsLog ? LOG : [])] },
  };
  const versions: Filter<Stored> = { tenant: own, kind: 'policy-version', version: { $lt: newest.version } };
  const untold: Filter<Stored> = { tenant: own, kind: 'event', recipients: { $exists: true } };
  const { documents, limits } = call;
  let left = limit;
  for (const filter of [others, versions, ...(keepsLog ? [untold] : [])]) {
    if (left <= 0) break;
    // Includes what has not reached a majority yet.
    const reading = { ...limits, readConcern: { level: 'local' }, projection: { _id: 1 }, limit: left } as const;
    const found = await documents.find(filter, reading).toArray();
    left -= found.length;
    if (found.length === 0) continue;
    const which: Filter<Stored> = { $and: [{ _id: { $in: found.map(({ _id }) => _id) } }, filter] };
    if (filter === untold) await documents.updateMany(which, { $unset: { recipients: 1 } }, limits);
    else await documents.deleteMany(which, limits);
  }
  return limit - left;
}
