import type { Answer, Queryable } from './queryable.ts';
import type { Connection, SubmittedStatement } from './submitted-statement.ts';

export interface ClientPool {
  connect(handOut: (error: unknown, client?: PooledClient) => void): unknown;
}

interface PooledClient {
  readonly connection?: unknown;
  readonly pipeline?: boolean;
  query(statement: object, answered: (error: unknown, answer?: Answer) => void): unknown;
  release(error?: unknown): void;
  once(event: 'error', heard: (error: unknown) => void): unknown;
  removeListener(event: 'error', heard: (error: unknown) => void): unknown;
}

/** False if the host replaced `query`: the host's method must see each statement. */
export function handsOutClients(pool: Queryable): pool is Queryable & ClientPool {
  let made: object | null = pool;
  while (made !== null && !Object.hasOwn(made, 'totalCount')) made = Object.getPrototypeOf(made);
  return made !== null && Reflect.get(made, 'query') === pool.query;
}

/** After `timeout`, in milliseconds, the pool drops the connection: the server may still be busy. */
export function sendOnClient(pool: ClientPool, statement: SubmittedStatement, timeout: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let client: PooledClient | undefined;
    let over = false;
    const end = (error: unknown, answer: Answer = { rows: [] }): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      client?.removeListener('error', end);
      client?.release(error ?? undefined);
      if (error === null) resolve(answer);
      else reject(error);
    };
    const timer = setTimeout(() => end(new Error(`no answer within ${timeout} ms`)), timeout);
    // The pool stops listening for errors at the hand-out, and a promise would attach `end` too late.
    pool.connect((error, handedOut) => {
      if (handedOut === undefined) return end(error);
      handedOut.once('error', end);
      if (over) return putBack(handedOut, end);
      client = handedOut;
      try {
        client.query(submittableTo(client) ? statement : { ...statement.config(), query_timeout: timeout }, end);
      } catch (thrown) {
        end(thrown);
      }
    });
  });
}

/** `release` calls the next waiter at once: many late waiters would nest their calls. */
function putBack(client: PooledClient, heard: (error: unknown) => void): void {
  queueMicrotask(() => {
    client.removeListener('error', heard);
    client.release();
  });
}

function submittableTo({ connection, pipeline }: PooledClient): boolean {
  return pipeline !== true && isConnection(connection);
}

function isConnection(connection: unknown): connection is Connection {
  const { parsedStatements, bind }: Partial<Connection> = Object(connection);
  return typeof parsedStatements === 'object' && typeof bind === 'function';
}
