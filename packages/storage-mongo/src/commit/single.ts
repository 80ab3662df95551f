import type { Commit, CommitResult } from '@sallyport/store';
import type { Call } from '../call.ts';
import { flowDocument } from '../documents/flow.ts';
import { BY_ID, dateOf } from '../stored.ts';
import { restsOnNothing, type Standing } from './standing.ts';
import { isTaken, obstacleOf, writeAll } from './transaction.ts';
import { writesOf } from './writes.ts';

const NOTHING: Standing = {
  policy: undefined,
  administrators: undefined,
  account: undefined,
  vault: undefined,
  actor: undefined,
  flows: new Map(),
  sessions: [],
  devices: [],
  counters: [],
};

/**
 * Writes a change of one document without a transaction: a new document, or the next state of a flow. Returns `undefined` if the change
 * takes more writes, or if a transaction must find the conflict.
 */
export async function writeSingle(call: Call, change: Commit): Promise<CommitResult | undefined> {
  if (isNextFlow(change)) return (await writeNextFlow(call, change)) ? { outcome: 'committed' } : undefined;
  if (!restsOnNothing(change)) return undefined;
  const writes = writesOf(change, NOTHING);
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

interface NextFlow extends Commit {
  readonly flow: NonNullable<Commit['flow']>;
}

/** Returns true if the change writes only the next state of a flow, and its only guard is the flow. */
function isNextFlow(change: Commit): change is NextFlow {
  const { tenant: _, now: _now, guards, flow, giveBack: _given, events, ...rest } = change;
  const isFlowAlone = Object.values(rest).every((part) => part === undefined) && events.length === 0;
  return isFlowAlone && flow !== undefined && flow.id === guards.flow?.id && Object.keys(guards).length === 1;
}

/** Returns `false` if the flow has another token or version, or has ended. */
async function writeNextFlow({ documents, limits }: Call, { flow, now }: NextFlow): Promise<boolean> {
  const { _id, ...document } = flowDocument(flow);
  const { tenant, part, kind, id = '' } = document;
  const filter = { _id, tenant, part, kind, id, version: flow.version - 1, ends: { $gt: dateOf(now) } };
  const { matchedCount } = await documents.replaceOne(filter, document, { hint: BY_ID, ...limits });
  return matchedCount === 1;
}
