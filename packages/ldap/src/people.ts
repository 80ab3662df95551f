import type { Entry } from 'ldapts';
import { afterBind, binds } from './bind-answer.ts';
import { Connection, resultCodeOf } from './connection.ts';
import { oneEntry } from './identity.ts';
import { Line } from './line.ts';
import { isPassword } from './password.ts';
import type { Settings } from './settings.ts';

const NO_SUCH_OBJECT = 32;

/** The connections of people whose passwords are asked: one for each bind, and so many at once at most. */
export class People {
  readonly #settings: Settings;
  readonly #line: Line;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#line = new Line(settings.atOnce.bind, settings.atOnce.waiting);
  }

  /**
   * Asks whether it is the entry's password. `'refused'`: it is not, or nobody signs in with it. Else the entry as its owner reads it;
   * `undefined` if its owner may not.
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

  /** Its place in the line is free once it has ended. */
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

/** The entry of that name, as far as the connection's account may read it. */
export async function readEntry(connection: Connection, dn: string, signal: AbortSignal): Promise<Entry | undefined> {
  try {
    return (await connection.search(dn, oneEntry(), signal))[0];
  } catch (fault) {
    if (resultCodeOf(fault) === NO_SUCH_OBJECT) return undefined;
    throw fault;
  }
}
