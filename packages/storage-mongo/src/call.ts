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

/** The context of a call of the store: the collection and the time limit. */
export interface Call {
  readonly documents: Collection<Stored>;
  readonly client: MongoClient;
  /** The process's queues for changes of the same document. */
  readonly turns: Turns;
  /** Spread into the options of every command. Carries the abort signal of the time limit. */
  readonly limits: CommandOperationOptions & Abortable;
  /** Starts the time limit of the verb again. A change calls this while the change waits in the queue and the server answers other changes. */
  readonly waitsOn: () => void;
}

/** A verb whose time limit is started again ends after this many limits at the latest. */
const MOST_TIMES = 6;

/**
 * Runs a method of the store within its time limit. Turns every error of the driver into {@link StoreUnavailable}.
 *
 * Rejects at the deadline even if the driver has not answered: the commit of a transaction takes no signal, and with a frozen server
 * the driver waits for more than half a minute.
 *
 * @throws StoreUnavailable
 */
export async function withinTime<Result>(
  milliseconds: number,
  operation: string,
  act: (time: Pick<Call, 'limits' | 'waitsOn'>) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const { signal } = deadline;
  const end = performance.now() + MOST_TIMES * milliseconds;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waitsOn = (): void => {
    clearTimeout(timer);
    const late = (): void => deadline.abort(new Error(`no answer within ${milliseconds} ms`));
    timer = setTimeout(late, Math.min(milliseconds, Math.max(0, end - performance.now())));
  };
  waitsOn();
  const silence = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([act({ limits: { signal }, waitsOn }), silence]);
  } catch (error) {
    // These are not faults of the server: a mistake in the program, or a problem that only an operator can fix.
    if (error instanceof NotText || error instanceof MongoStoreError || error instanceof RecordTooNew) throw error;
    throw new StoreUnavailable({ operation, cause: withoutContents(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** Copies an error without its documents. The driver attaches documents, including hashes, to its errors. */
function withoutContents(error: unknown): Error {
  if (error instanceof MongoServerError) {
    const { name, code, codeName, errorLabels } = error;
    return Object.assign(new Error(`${name} ${String(codeName ?? code)}`), { code, errorLabels });
  }
  if (error instanceof Error) return Object.assign(new Error(`${error.name}: ${error.message}`), { name: error.name });
  return new Error('the driver threw a value that is not an Error');
}
