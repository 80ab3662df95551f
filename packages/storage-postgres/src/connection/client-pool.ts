import type { Answer, Queryable } from './queryable.ts';
import type { Connection, SubmittedStatement } from './submitted-statement.ts';

export interface ClientPool {
  connect(handOut: (error: unknown, client?: PooledClient) => void): unknown;
}

interface PooledClient {
  readonly connection?: unknown;
  /** `pg` pipelines only its own statements. */
  readonly pipeline?: boolean;
  query(statement: object, answered: (error: unknown, answer?: Answer) => void): unknown;
  release(error?: unknown): void;
  once(event: 'error', heard: (error: unknown) => void): unknown;
  removeListener(event: 'error', heard: (error: unknown) => void): unknown;
}

/** A Pool has `totalCount`; a single client has `connect` alone. False if the host replaced `query`: the host's method must see each statement. */
export function handsOutClients(pool: Queryable): pool is Queryable & ClientPool {
  let made: object | null = pool;
  while (made !== null && !Object.hasOwn(made, 'totalCount')) made = Object.getPrototypeOf(made);
  return made !== null && Reflect.get(made, 'query') === pool.query;
}

/**
 * After `timeout`, the pool drops the connection, because the server may still be busy.
 *
 * @param timeout in milliseconds, including the wait for a client
 */
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
    // The pool stops listening for errors when it hands out the client, and a promise would attach `end` too late.
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

/** In a microtask: `release` calls the next waiter at once, and many late waiters would nest their calls. */
function putBack(client: PooledClient, heard: (error: unknown) => void): void {
  queueMicrotask(() => {
    client.removeListener('error', heard);
    client.release();
  });
}

/** `pg-native` clients and pipelining clients do not. */
function submittableTo({ connection, pipeline }: PooledClient): boolean {
  return pipeline !== true && isConnection(connection);
}

function isConnection(connection: unknown): connection is Connection {
  const { parsedStatements, bind }: Partial<Connection> = Object(connection);
  return typeof parsedStatements === 'object' && typeof bind === 'function';
}
