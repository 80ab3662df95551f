import type { CommitResult, FlowRecord } from '@sallyport/store';
import type { CommitPlan } from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { flowDocument } from '../documents/flow.ts';
import { BY_ID, dateOf } from '../stored.ts';
import { restsOnNothing, Standing } from './standing.ts';
import { isTaken, obstacleOf, writeAll } from './transaction.ts';
import { writesOfPlan } from './writes.ts';

/**
 * Writes a plan of one document without a transaction: a new document, or the next state of a flow. Returns `undefined` if the plan
 * takes more writes, or if a transaction must find the conflict.
 */
export async function writeSingle(call: Call, plan: CommitPlan): Promise<CommitResult | undefined> {
  const next = nextFlowAlone(plan);
  if (next !== undefined) return (await writeNextFlow(call, plan, next)) ? { outcome: 'committed' } : undefined;
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

/** The next state of a flow, if the plan has no other write and no other guard. */
function nextFlowAlone({ guards, writes }: CommitPlan): FlowRecord | undefined {
  const [write, another] = writes;
  const isAlone = another === undefined && guards.every((guard) => 'kind' in guard && guard.kind === 'flow');
  return isAlone && write?.write === 'replace' && write.kind === 'flow' ? write.record : undefined;
}

/** Returns `false` if the flow has another token or version, or has ended. */
async function writeNextFlow({ documents, limits }: Call, { now }: CommitPlan, flow: FlowRecord): Promise<boolean> {
  const { _id, ...document } = flowDocument(flow);
  const { tenant, part, kind, id = '' } = document;
  const filter = { _id, tenant, part, kind, id, version: flow.version - 1, ends: { $gt: dateOf(now) } };
  const { matchedCount } = await documents.replaceOne(filter, document, { hint: BY_ID, ...limits });
  return matchedCount === 1;
}
