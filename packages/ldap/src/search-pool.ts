import { Connection, ConnectionLost, resultCodeOf } from './connection.ts';
import { Line } from './line.ts';
import type { SearchWay, Settings } from './settings.ts';

/** Milliseconds: less than the idle limits of servers and firewalls. */
const KEPT = 30_000;

/** Milliseconds. A directory counts refused binds, and locks the account. */
const REST = 60_000;

const TRANSIENT: readonly number[] = [51, 52];

export class SearchPool {
  readonly #settings: Settings;
  readonly #account: SearchWay['account'];
  readonly #line: Line;
  readonly #binding: Line;
  #refusal: { readonly at: number; readonly fault: unknown } | undefined;
  readonly #idle = new Map<Connection, NodeJS.Timeout>();
  #closed = false;

  constructor(settings: Settings, { account }: SearchWay) {
    this.#settings = settings;
    this.#account = account;
    this.#line = new Line(settings.atOnce.search, settings.atOnce.waiting);
    this.#binding = new Line(1, settings.atOnce.search);
  }

  async ask<Answer>(signal: AbortSignal, question: (connection: Connection) => Promise<Answer>): Promise<Answer> {
    const leave = await this.#line.enter(signal);
    try {
      for (let kept = this.#takeKept(); kept !== undefined; kept = this.#takeKept()) {
        try {
          return await this.#on(kept, question);
        } catch (fault) {
          if (!(fault instanceof ConnectionLost) || signal.aborted) throw fault;
        }
      }
      return await this.#on(await this.#open(signal), question);
    } finally {
      leave();
    }
  }

  close(): void {
    this.#closed = true;
    for (const connection of [...this.#idle.keys()]) this.#drop(connection);
  }

  async #on<Answer>(connection: Connection, question: (connection: Connection) => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await question(connection);
      this.#keep(connection);
      return answer;
    } catch (fault) {
      connection.close();
      throw fault;
    }
  }

  async #open(signal: AbortSignal): Promise<Connection> {
    const account = this.#account;
    if (account === undefined) return Connection.open(this.#settings, signal);
    const leave = await this.#binding.enter(signal);
    try {
      this.#throwWhileResting();
      return await this.#bound(account, signal);
    } finally {
      leave();
    }
  }

  #throwWhileResting(): void {
    if (this.#refusal === undefined) return;
    const passed = Date.now() - this.#refusal.at;
    if (passed >= 0 && passed < REST) throw this.#refusal.fault;
  }

  async #bound({ dn, password }: NonNullable<SearchWay['account']>, signal: AbortSignal): Promise<Connection> {
    const connection = await Connection.open(this.#settings, signal);
    try {
      await connection.bind(dn, password, signal);
      this.#refusal = undefined;
      return connection;
    } catch (fault) {
      connection.close();
      const code = resultCodeOf(fault);
      if (code !== undefined && !TRANSIENT.includes(code)) this.#refusal = { at: Date.now(), fault };
      throw fault;
    }
  }

  #takeKept(): Connection | undefined {
    for (const connection of [...this.#idle.keys()].reverse()) {
      clearTimeout(this.#idle.get(connection));
      this.#idle.delete(connection);
      connection.keepsProcess(true);
      if (connection.isOpen) return connection;
      connection.close();
    }
    return undefined;
  }

  #keep(connection: Connection): void {
    if (this.#closed || !connection.isOpen) {
      connection.close();
      return;
    }
    connection.keepsProcess(false);
    this.#idle.set(connection, setTimeout(() => this.#drop(connection), KEPT).unref());
    connection.whenLost(() => this.#drop(connection));
  }

  #drop(connection: Connection): void {
    if (!this.#idle.has(connection)) return;
    clearTimeout(this.#idle.get(connection));
    this.#idle.delete(connection);
    connection.close();
  }
}
