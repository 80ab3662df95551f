import { RecordTooNew, StoreUnavailable } from '@sallyport/store';
import {
  type Abortable,
  type Collection,
  type CommandOperationOptions,
  type MongoClient,
  MongoServerError,
} from 'mongodb';
import type { Turns } from './commit/turns.ts';
import { MongoStoreError } from './mongo-store-error.ts';
import { NotText } from './place.ts';
import type { Stored } from './stored.ts';

/** One verb under way: where it reads and writes, and how long it may. */
export interface Call {
  readonly documents: Collection<Stored>;
  readonly client: MongoClient;
  /** The queue of this process for changes that write the same document. */
  readonly turns: Turns;
  /** Spread into the options of every command. */
  readonly limits: CommandOperationOptions & Abortable;
}

/**
 * Carries out a verb within its time. Whatever the driver throws, and silence, is a fault of the store.
 *
 * The signal ends commands, but not all of them (a commit of a transaction has none), and a frozen server keeps the
 * driver waiting for half a minute and more: so the answer comes at the deadline, whether the driver is done or not.
 *
 * @throws StoreUnavailable
 */
export async function withinTime<Result>(
  milliseconds: number,
  operation: string,
  act: (limits: Call['limits']) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const late = new Error(`no answer within ${milliseconds} ms`);
      deadline.abort(late);
      reject(late);
    }, milliseconds);
  });
  try {
    return await Promise.race([act({ signal: deadline.signal }), silence]);
  } catch (error) {
    // A mistake in the program, and what only an operator can mend, are no faults of the server.
    if (error instanceof NotText || error instanceof MongoStoreError || error instanceof RecordTooNew) throw error;
    throw new StoreUnavailable({ operation, cause: withoutContents(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong, without the documents it went wrong with: the driver hangs them on its errors, hashes and all. */
function withoutContents(error: unknown): Error {
  if (error instanceof MongoServerError) {
    const { name, code, codeName, errorLabels } = error;
    return Object.assign(new Error(`${name} ${String(codeName ?? code)}`), { code, errorLabels });
  }
  if (error instanceof Error) return Object.assign(new Error(`${error.name}: ${error.message}`), { name: error.name });
  return new Error('the driver threw what is no error');
}
