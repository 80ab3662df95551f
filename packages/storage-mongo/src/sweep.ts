import type { Instant } from '@sallyport/core';
import type { Call } from './call.ts';
import { dateOf, ENDED } from './stored.ts';

/** Removes what is past its end, and what is left of what was ended before; only the former is counted. */
export async function sweep({ documents, limits }: Call, now: Instant): Promise<number> {
  const { deletedCount } = await documents.deleteMany({ ends: { $gt: ENDED, $lte: dateOf(now) } }, limits);
  await documents.deleteMany({ ends: ENDED }, limits);
  return deletedCount;
}
