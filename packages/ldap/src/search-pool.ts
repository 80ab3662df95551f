import { Connection, ConnectionLost } from './connection.ts';
import { Line } from './line.ts';
import type { SearchWay, Settings } from './settings.ts';

/** Milliseconds: less than the idle limits of servers and firewalls. */
const KEPT = 30_000;

/** Of the search account. Bound once and reused. */
export class SearchPool {
  readonly #settings: Settings;
  readonly #account: SearchWay['account'];
  readonly #line: Line;
  readonly #idle = new Map<Connection, NodeJS.Timeout>();
  #closed = false;

  constructor(settings: Settings, { account }: SearchWay) {
    this.#settings = settings;
    this.#account = account;
    this.#line = new Line(settings.atOnce.search, settings.atOnce.waiting);
  }

  /** If an idle connection is lost, the next is tried. */
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
    const connection = await Connection.open(this.#settings, signal);
    try {
      if (this.#account !== undefined) await connection.bind(this.#account.dn, this.#account.password, signal);
      return connection;
    } catch (fault) {
      connection.close();
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
