import type { Instant } from '@sallyport/core';
import type { Call } from './call.ts';
import { reusePlace } from './place.ts';
import { dateOf } from './stored.ts';

export async function holdReuse({ documents, limits }: Call, milliseconds: number, until: Instant): Promise<void> {
  const update = { $max: { ends: dateOf(until) }, $set: { total: milliseconds } };
  await documents.updateOne(reusePlace(milliseconds), update, { ...limits, upsert: true });
}

export async function longestReuse({ documents, limits }: Call, now: Instant): Promise<number> {
  const held = { tenant: '', kind: 'reuse', ends: { $gt: dateOf(now) } } as const;
  const longest = await documents.findOne(held, { ...limits, sort: { part: -1 }, hint: 'of-kind' });
  return longest?.total ?? 0;
}
