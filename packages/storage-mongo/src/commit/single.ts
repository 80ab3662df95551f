import type { CommitResult } from '@sallyport/store';
import type { CommitPlan } from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { flowDocument } from '../documents/flow.ts';
import { samlRequestDocument } from '../documents/saml-request.ts';
import { BY_ID, dateOf, type Stored } from '../stored.ts';
import { restsOnNothing, Standing } from './standing.ts';
import { isTaken, obstacleOf, writeAll } from './transaction.ts';
import { writesOfPlan } from './writes.ts';

export async function writeSingle(call: Call, plan: CommitPlan): Promise<CommitResult | undefined> {
  const next = nextAlone(plan);
  if (next !== undefined) return (await writeNext(call, plan, next)) ? { outcome: 'committed' } : undefined;
  if (!restsOnNothing(plan)) return undefined;
  const writes = writesOfPlan(plan, new Standing([]));
  if (writes.length > 1) return undefined;
  try {
    await writeAll(call, writes);
    return { outcome: 'committed' };
  } catch (error) {
    if (!isTaken(error)) throw error;
    const obstacle = obstacleOf(error, writes);
    if (obstacle === undefined) return undefined;
    return { outcome: 'conflict', with: obstacle };
  }
}

function nextAlone({ guards, writes }: CommitPlan): Stored | undefined {
  const [write, another] = writes;
  if (write?.write !== 'replace' || another !== undefined) return undefined;
  if (!guards.every((guard) => 'kind' in guard && guard.kind === write.kind)) return undefined;
  if (write.kind === 'flow') return flowDocument(write.record);
  return write.kind === 'samlRequest' ? samlRequestDocument(write.record) : undefined;
}

async function writeNext({ documents, limits }: Call, { now }: CommitPlan, next: Stored): Promise<boolean> {
  const { _id, ...document } = next;
  const { tenant, part, kind, id = '', version = 0 } = document;
  const filter = { _id, tenant, part, kind, id, version: version - 1, ends: { $gt: dateOf(now) } };
  const { matchedCount } = await documents.replaceOne(filter, document, { hint: BY_ID, ...limits });
  return matchedCount === 1;
}
