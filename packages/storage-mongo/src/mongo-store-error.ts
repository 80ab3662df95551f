/** Thrown if the store cannot work with this server or collection. `code` is stable; `wayOut` says what to change. */
export class MongoStoreError extends Error {
  readonly code: MongoStoreProblem;
  readonly wayOut: string;

  constructor(code: MongoStoreProblem, message: string, wayOut: string) {
    super(`${message} ${wayOut}`);
    this.name = 'MongoStoreError';
    this.code = code;
    this.wayOut = wayOut;
  }
}

export type MongoStoreProblem = 'no-transactions' | 'old-server' | 'newer-schema' | 'wrong-credentials' | 'no-rights';
