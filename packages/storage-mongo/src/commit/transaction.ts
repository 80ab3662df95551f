import type { CommitPlan, Obstacle } from '@sallyport/store/plan';
import { type ClientSession, MongoError, MongoServerError, type TransactionOptions } from 'mongodb';
import type { Call } from '../call.ts';
import { DUPLICATE_KEY, WRITE_CONFLICT } from '../server-errors.ts';
import { brokenGuard, type Standing, standingOf } from './standing.ts';
import type { Write } from './write.ts';
import { writesOfPlan } from './writes.ts';

export const MAJORITY: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};

export type Tried =
  | { readonly outcome: 'committed'; readonly standing: Standing }
  | { readonly outcome: 'conflict'; readonly with: Obstacle }
  | { readonly outcome: 'contended' }
  | { readonly outcome: 'lost'; readonly error: unknown };

export async function tryOnce(call: Call, plan: CommitPlan): Promise<Tried> {
  const session = call.client.startSession();
  let writes: readonly Write[] = [];
  try {
    session.startTransaction(MAJORITY);
    const standing = await standingOf(call, plan, session);
    const broken = brokenGuard(standing, plan);
    if (broken !== undefined) return { outcome: 'conflict', with: broken };
    writes = writesOfPlan(plan, standing);
    const isWhole = await writeAll(call, writes, session);
    if (!isWhole) return { outcome: 'contended' };
    await session.commitTransaction();
    return { outcome: 'committed', standing };
  } catch (error) {
    const obstacle = obstacleOf(error, writes);
    if (obstacle !== undefined) return { outcome: 'conflict', with: obstacle };
    if (isContended(error)) return { outcome: 'contended' };
    if (isLost(error)) return { outcome: 'lost', error };
    throw error;
  } finally {
    // Not awaited: a lost server would not answer.
    session.endSession().catch(() => {});
  }
}

export function through(call: Call, writes: readonly Write[]): Promise<boolean> {
  return inTransaction(call, (session) => writeAll(call, writes, session));
}

export async function inTransaction(call: Call, write: (session: ClientSession) => Promise<boolean>): Promise<boolean> {
  const session = call.client.startSession();
  try {
    session.startTransaction(MAJORITY);
    if (!(await write(session))) return false;
    await session.commitTransaction();
    return true;
  } catch (error) {
    if (isNothingWritten(error)) return false;
    throw error;
  } finally {
    session.endSession().catch(() => {});
  }
}

/** After a lost answer to a commit, the result is unknown. */
function isLost(error: unknown): boolean {
  return (
    error instanceof MongoError &&
    error.hasErrorLabel('TransientTransactionError') &&
    !error.hasErrorLabel('UnknownTransactionCommitResult')
  );
}

export function isNothingWritten(error: unknown): boolean {
  return isContended(error) || isLost(error);
}

export async function writeAll(
  { documents, limits }: Call,
  writes: readonly Write[],
  session?: ClientSession,
): Promise<boolean> {
  if (writes.length === 0) return true;
  const options = { ordered: true, ...limits, session };
  const { matchedCount, upsertedCount } = await documents.bulkWrite(
    writes.map(({ operation }) => operation),
    options,
  );
  return matchedCount + upsertedCount === writes.length;
}

function isContended(error: unknown): boolean {
  return isTaken(error) || (error instanceof MongoServerError && error.code === WRITE_CONFLICT);
}

export function isTaken(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

export function obstacleOf(error: unknown, writes: readonly Write[]): Obstacle | undefined {
  if (!(error instanceof MongoServerError) || !isTaken(error)) return undefined;
  const first: unknown = 'writeErrors' in error && Array.isArray(error.writeErrors) ? error.writeErrors[0] : undefined;
  const index = typeof first === 'object' && first !== null && 'index' in first ? Number(first.index) : 0;
  const write = writes[index];
  return write === undefined ? 'key' : write.obstacle;
}
