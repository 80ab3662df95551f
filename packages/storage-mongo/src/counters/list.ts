import type { CounterView, TenantId } from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from '../call.ts';
import { counterViewOf } from '../documents/counter.ts';
import { sortable } from '../place.ts';
import type { Stored } from '../stored.ts';

export async function listCounters(
  { documents, limits }: Call,
  tenant: TenantId,
  subjects?: readonly string[],
): Promise<readonly CounterView[]> {
  const filter: Filter<Stored> = {
    tenant: sortable(tenant),
    kind: 'counter',
    ...(subjects === undefined ? {} : { part: { $in: subjects.map(sortable) } }),
    $or: [{ recent: { $gt: 0 } }, { total: { $gt: 0 } }],
  };
  // Includes counts that have not reached a majority yet.
  const options = { ...limits, readConcern: { level: 'local' } } as const;
  return (await documents.find(filter, options).toArray()).map(counterViewOf);
}
