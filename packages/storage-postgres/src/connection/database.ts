import { createHash } from 'node:crypto';
import { StoreUnavailable } from '@sallyport/store';
import type { Statement } from '../statements/statement.ts';
import { handsOutClients, sendOnClient } from './client-pool.ts';
import { ServerFault } from './errors.ts';
import { type Answer, isPoolOfPg, type Queryable } from './queryable.ts';
import { Row } from './row.ts';
import { type KnownColumns, SubmittedStatement } from './submitted-statement.ts';

/** Serialization failure and deadlock: a retry may succeed. */
const UNDONE = ['40001', '40P01'];

export interface DatabaseOptions {
  readonly prepare: boolean;
  /** Milliseconds, including the wait for a connection. */
  readonly timeout: number;
}

export class Database {
  readonly #pool: Queryable;
  readonly #options: DatabaseOptions;
  readonly #names = new Map<string, string>();
  readonly #columns: KnownColumns = new Map();

  constructor(pool: Queryable, options: DatabaseOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  /** Never retries after a broken connection: the server may have carried out the statement. */
  async run(operation: string, statement: Statement): Promise<readonly Row[]> {
    try {
      return await this.#tryOnce(statement);
    } catch (thrown) {
      if (!(thrown instanceof ServerFault)) throw thrown;
      if (!UNDONE.includes(thrown.code)) throw new StoreUnavailable({ operation, cause: thrown });
    }
    try {
      return await this.#tryOnce(statement);
    } catch (thrown) {
      throw thrown instanceof ServerFault ? new StoreUnavailable({ operation, cause: thrown }) : thrown;
    }
  }

  async #tryOnce(statement: Statement): Promise<readonly Row[]> {
    const { rows } = await this.#answer(statement).catch((thrown) => {
      throw new ServerFault(thrown);
    });
    return rows.map((columns) => new Row(columns));
  }

  #answer(statement: Statement): Promise<Answer> {
    const { prepare, timeout } = this.#options;
    if (!handsOutClients(this.#pool)) return this.#inTime(statement);
    const name = prepare ? this.#nameOf(statement.text) : '';
    return sendOnClient(this.#pool, new SubmittedStatement(name, statement, this.#columns), timeout);
  }

  /** A frozen server or an exhausted pool never answers. */
  async #inTime(statement: Statement): Promise<Answer> {
    const { timeout } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
    });
    try {
      return await Promise.race([this.#send(statement), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  #send({ text, values }: Statement): Promise<Answer> {
    const { prepare, timeout } = this.#options;
    if (!isPoolOfPg(this.#pool)) return this.#pool.query(text, [...values]);
    const config = { text, values: [...values], query_timeout: timeout };
    return this.#pool.query(prepare ? { ...config, name: this.#nameOf(text) } : config);
  }

  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `sallyport_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`;
    this.#names.set(text, name);
    return name;
  }
}
