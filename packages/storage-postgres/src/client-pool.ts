import type { Connection, NamedStatement } from './named-statement.ts';
import type { Answer, Queryable } from './queryable.ts';

/** A pool of `pg`, as far as it hands out clients. */
export interface ClientPool {
  connect(handOut: (error: unknown, client?: PooledClient) => void): unknown;
}

interface PooledClient {
  readonly connection?: unknown;
  /** Whether several statements are under way at once, which `pg` allows its own alone. */
  readonly pipeline?: boolean;
  query(statement: object, answered: (error: unknown, answer?: Answer) => void): unknown;
  release(error?: unknown): void;
  once(event: 'error', heard: (error: unknown) => void): unknown;
  removeListener(event: 'error', heard: (error: unknown) => void): unknown;
}

/**
 * Whether this is a pool of `pg`, which counts its clients; a client alone has a `connect` too. Not one whose `query` the host has
 * replaced, on the pool or in a class of its own: who listens there is to hear of each statement.
 */
export function handsOutClients(pool: Queryable): pool is Queryable & ClientPool {
  let made: object | null = pool;
  while (made !== null && !Object.hasOwn(made, 'totalCount')) made = Object.getPrototypeOf(made);
  return made !== null && Reflect.get(made, 'query') === pool.query;
}

/**
 * Sends a named statement on a client of its own, as `pool.query` does. One that is not answered in time is given up: the pool drops the
 * connection, on which the server may still be busy.
 *
 * @param timeout in milliseconds, the wait for a client included
 */
export function sendOnClient(pool: ClientPool, statement: NamedStatement, timeout: number): Promise<Answer> {
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
    // Called back and not awaited, for the pool no longer hears of a client's errors as soon as it hands it out.
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

/** Later, for the pool hands it at once to the next who waits: given up as well, many of them would be calls within calls. */
function putBack(client: PooledClient, heard: (error: unknown) => void): void {
  queueMicrotask(() => {
    client.removeListener('error', heard);
    client.release();
  });
}

/** Bindings to libpq and pipelines take no statement that speaks the protocol itself. */
function submittableTo({ connection, pipeline }: PooledClient): boolean {
  return pipeline !== true && isConnection(connection);
}

function isConnection(connection: unknown): connection is Connection {
  const { parsedStatements, bind }: Partial<Connection> = Object(connection);
  return typeof parsedStatements === 'object' && typeof bind === 'function';
}
