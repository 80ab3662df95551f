/** Thrown if the store cannot work with this server or collection. `code` is stable; `wayOut` says what to change. */
export class MongoStoreError extends Error {
  /** Stable: branch on the code. */
  readonly code: MongoStoreProblem;
  /** What to change, in a sentence. */
  readonly wayOut: string;

  constructor(code: MongoStoreProblem, message: string, wayOut: string) {
    super(`${message} ${wayOut}`);
    this.name = 'MongoStoreError';
    this.code = code;
    this.wayOut = wayOut;
  }
}

/** Why the store cannot work with this server or collection. `no-transactions`: a server outside of a replica set. */
export type MongoStoreProblem =
  | 'bad-duration'
  | 'no-transactions'
  | 'old-server'
  | 'newer-schema'
  | 'wrong-credentials'
  | 'no-rights';
