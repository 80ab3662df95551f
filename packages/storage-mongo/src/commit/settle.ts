import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitPlan, Obstacle } from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { ENDED } from '../stored.ts';
import { brokenGuard, standingOf } from './standing.ts';
import type { Write } from './write.ts';

/** Waits for the other transaction to end, in milliseconds. */
const WAITS: readonly number[] = [5, 10, 20, 40, 80, 160, 320];

/**
 * Finds the conflict of a plan after two contended transactions. Repeats the check until the writes of the concurrent transaction are
 * visible. Returns `undefined` if no conflict appears: the concurrent transaction was aborted, or wrote no guarded document.
 */
export async function settle(call: Call, plan: CommitPlan, writes: readonly Write[]): Promise<Obstacle | undefined> {
  for (const wait of WAITS) {
    await sleep(wait, undefined, { signal: call.limits.signal });
    const obstacle = brokenGuard(await standingOf(call, plan), plan) ?? (await taken(call, plan, writes));
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** The obstacle if a live mark, or a key of another account, is in the place of a new document. */
async function taken(
  { documents, limits }: Call,
  { now }: CommitPlan,
  writes: readonly Write[],
): Promise<Obstacle | undefined> {
  const brought = writes.filter(({ obstacle }) => obstacle === 'spent' || obstacle === 'key');
  const ids = brought.map(({ place }) => place._id);
  const found = await documents.find({ _id: { $in: ids } }, { ...limits, projection: { kind: 1, ends: 1 } }).toArray();
  const standing = new Map(found.map((stored) => [stored._id, stored]));
  return brought.find(({ place, obstacle }) => {
    const stored = standing.get(place._id);
    if (stored === undefined) return false;
    const end = stored.ends?.getTime();
    return end === undefined || (obstacle === 'spent' ? end > now : end !== ENDED.getTime());
  })?.obstacle;
}
