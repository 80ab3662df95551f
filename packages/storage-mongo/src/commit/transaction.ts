import type { Commit } from '@sallyport/store';
import { type ClientSession, MongoError, MongoServerError, type TransactionOptions } from 'mongodb';
import type { Call } from '../call.ts';
import { DUPLICATE_KEY, WRITE_CONFLICT } from '../server-errors.ts';
import { brokenGuard, type Obstacle, type Standing, standingOf } from './standing.ts';
import type { Write } from './write.ts';
import { writesOf } from './writes.ts';

const MAJORITY: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};

/** What became of one transaction. */
export type Tried =
  | { readonly outcome: 'committed'; readonly standing: Standing }
  | { readonly outcome: 'conflict'; readonly with: Obstacle }
  /** Another transaction, not over yet, holds what this one writes. */
  | { readonly outcome: 'contended'; readonly writes: readonly Write[] }
  /** The server was lost on the way, and for certain nothing was written. */
  | { readonly outcome: 'lost'; readonly error: unknown };

/** Writes a change in one transaction of three round trips: read what it rests on, write it all, commit. */
export async function tryOnce(call: Call, change: Commit): Promise<Tried> {
  const session = call.client.startSession();
  let writes: readonly Write[] = [];
  try {
    session.startTransaction(MAJORITY);
    const standing = await standingOf(call, change, session);
    const broken = brokenGuard(standing, change);
    if (broken !== undefined) return { outcome: 'conflict', with: broken };
    writes = writesOf(change, standing);
    const isWhole = await writeAll(call, writes, session);
    if (!isWhole) return { outcome: 'contended', writes };
    await session.commitTransaction();
    return { outcome: 'committed', standing };
  } catch (error) {
    const obstacle = obstacleOf(error, writes);
    if (obstacle !== undefined) return { outcome: 'conflict', with: obstacle };
    if (isContended(error)) return { outcome: 'contended', writes };
    if (isLost(error)) return { outcome: 'lost', error };
    throw error;
  } finally {
    // Aborts what is not committed. Nobody waits for that: a server that is gone would not answer.
    session.endSession().catch(() => {});
  }
}

/** Writes in one transaction of two round trips. `false` if something was in the way: then for certain nothing was written. */
export async function through(call: Call, writes: readonly Write[]): Promise<boolean> {
  const session = call.client.startSession();
  try {
    session.startTransaction(MAJORITY);
    if (!(await writeAll(call, writes, session))) return false;
    await session.commitTransaction();
    return true;
  } catch (error) {
    if (isContended(error) || isLost(error)) return false;
    throw error;
  } finally {
    session.endSession().catch(() => {});
  }
}

/** Whether it is certain that nothing was written. Of a commit whose answer was lost it never is. */
function isLost(error: unknown): boolean {
  return (
    error instanceof MongoError &&
    error.hasErrorLabel('TransientTransactionError') &&
    !error.hasErrorLabel('UnknownTransactionCommitResult')
  );
}

/** Whether every write found, or brought, its one document. */
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

/** Whether another was at what it writes, or has just been. */
function isContended(error: unknown): boolean {
  return isTaken(error) || (error instanceof MongoServerError && error.code === WRITE_CONFLICT);
}

/** Whether a write found its key taken. */
export function isTaken(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** What stood in the way, if a write found its key taken; `undefined` if it only has to be tried again. */
export function obstacleOf(error: unknown, writes: readonly Write[]): Obstacle | undefined {
  if (!(error instanceof MongoServerError) || !isTaken(error)) return undefined;
  const first: unknown = 'writeErrors' in error && Array.isArray(error.writeErrors) ? error.writeErrors[0] : undefined;
  const index = typeof first === 'object' && first !== null && 'index' in first ? Number(first.index) : 0;
  const write = writes[index];
  return write === undefined ? 'key' : write.obstacle;
}
