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

export interface Call {
  readonly documents: Collection<Stored>;
  readonly client: MongoClient;
  readonly turns: Turns;
  readonly limits: CommandOperationOptions & Abortable;
  readonly waitsOn: () => void;
}

/** Limits, at most, of a verb whose time limit is started again. */
const MOST_TIMES = 6;

/** The commit of a transaction takes no signal: with a frozen server the driver waits for more than half a minute. */
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
    if (error instanceof NotText || error instanceof MongoStoreError || error instanceof RecordTooNew) throw error;
    throw new StoreUnavailable({ operation, cause: withoutContents(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** The driver attaches documents, including hashes, to its errors. */
function withoutContents(error: unknown): Error {
  if (error instanceof MongoServerError) {
    const { name, code, codeName, errorLabels } = error;
    return Object.assign(new Error(`${name} ${String(codeName ?? code)}`), { code, errorLabels });
  }
  if (error instanceof Error) return Object.assign(new Error(`${error.name}: ${error.message}`), { name: error.name });
  return new Error('the driver threw a value that is not an Error');
}
