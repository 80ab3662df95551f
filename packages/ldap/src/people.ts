import type { Entry } from 'ldapts';
import { afterBind, binds } from './bind-answer.ts';
import { Connection, resultCodeOf } from './connection.ts';
import { oneEntry } from './identity.ts';
import { Line } from './line.ts';
import { isPassword } from './password.ts';
import type { Settings } from './settings.ts';

const NO_SUCH_OBJECT = 32;

/** Checks people's passwords. Each check opens a new connection; the number of open connections is limited. */
export class People {
  readonly #settings: Settings;
  readonly #line: Line;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#line = new Line(settings.atOnce.bind, settings.atOnce.waiting);
  }

  /**
   * Checks a password by a bind. Returns `'refused'` if the directory refuses the bind. Otherwise returns the entry as its owner can read
   * it, or `undefined` if the owner cannot read it.
   */
  async ask(dn: string, password: string, signal: AbortSignal): Promise<Entry | undefined | 'refused'> {
    if (!isPassword(password)) return 'refused';
    const leave = await this.#line.enter(signal);
    const connection = await this.#open(signal, leave);
    try {
      if (!(await binds(connection, dn, password, signal))) return 'refused';
      return await afterBind(readEntry(connection, dn, signal));
    } finally {
      connection.close();
    }
  }

  /** Opens a connection. `leave` is called when the connection ends. */
  async #open(signal: AbortSignal, leave: () => void): Promise<Connection> {
    try {
      const connection = await Connection.open(this.#settings, signal);
      connection.whenLost(leave);
      return connection;
    } catch (fault) {
      leave();
      throw fault;
    }
  }
}

/** Reads an entry by its name. Returns `undefined` if the entry does not exist, or the connection's account may not see the entry. */
export async function readEntry(connection: Connection, dn: string, signal: AbortSignal): Promise<Entry | undefined> {
  try {
    return (await connection.search(dn, oneEntry(), signal))[0];
  } catch (fault) {
    if (resultCodeOf(fault) === NO_SUCH_OBJECT) return undefined;
    throw fault;
  }
}
