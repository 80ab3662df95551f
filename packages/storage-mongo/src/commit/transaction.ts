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

/** Result of one transaction. */
export type Tried =
  | { readonly outcome: 'committed'; readonly standing: Standing }
  | { readonly outcome: 'conflict'; readonly with: Obstacle }
  /** A concurrent transaction, which may still be running, holds a document of the plan. */
  | { readonly outcome: 'contended' }
  /** The connection to the server was lost before the commit: nothing was written. */
  | { readonly outcome: 'lost'; readonly error: unknown };

/** Writes a plan in a transaction of three round trips: reads the documents of the guards, writes, commits. */
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
    // Aborts an uncommitted transaction. The result is not awaited: a lost server would not answer.
    session.endSession().catch(() => {});
  }
}

/** Writes in a transaction of two round trips. Returns `false` if a write had no match or the transaction failed: nothing was written. */
export function through(call: Call, writes: readonly Write[]): Promise<boolean> {
  return inTransaction(call, (session) => writeAll(call, writes, session));
}

/**
 * Runs `write` in a transaction. Returns `false` if `write` returns `false`, or if the transaction failed without a change: nothing was
 * written.
 */
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

/** Returns true if the error shows that nothing was written. After a lost answer to a commit, the result is unknown. */
function isLost(error: unknown): boolean {
  return (
    error instanceof MongoError &&
    error.hasErrorLabel('TransientTransactionError') &&
    !error.hasErrorLabel('UnknownTransactionCommitResult')
  );
}

/** Returns true if a concurrent transaction, or a lost connection, kept a transaction from writing: the caller may try again. */
export function isNothingWritten(error: unknown): boolean {
  return isContended(error) || isLost(error);
}

/** Returns true if every write matched or inserted its document. */
export async function writeAll(
  { documents, limits }: Call,
  writes: readonly Write[],
  session?: ClientSession,
): Promise<boolean> {
  if (writes.length === 0) return true;
  const options = { ordered: true, ...limits, ...(session === undefined ? {} : { session }) };
  const { matchedCount, upsertedCount } = await documents.bulkWrite(
    writes.map(({ operation }) => operation),
    options,
  );
  return matchedCount + upsertedCount === writes.length;
}

/** Returns true if a concurrent transaction writes, or has just written, the same document. */
function isContended(error: unknown): boolean {
  return isTaken(error) || (error instanceof MongoServerError && error.code === WRITE_CONFLICT);
}

/** Returns true if a write failed with a duplicate key. */
export function isTaken(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** The obstacle of a write that failed with a duplicate key. Returns `undefined` if the change only needs another try. */
export function obstacleOf(error: unknown, writes: readonly Write[]): Obstacle | undefined {
  if (!(error instanceof MongoServerError) || !isTaken(error)) return undefined;
  const first: unknown = 'writeErrors' in error && Array.isArray(error.writeErrors) ? error.writeErrors[0] : undefined;
  const index = typeof first === 'object' && first !== null && 'index' in first ? Number(first.index) : 0;
  const write = writes[index];
  return write === undefined ? 'key' : write.obstacle;
}
