import type { Socket } from 'node:net';
import type { Client, Entry, SearchOptions } from 'ldapts';
import { within } from './deadline.ts';
import { isPassword } from './password.ts';
import type { Settings } from './settings.ts';
import { openSocket, secured } from './socket.ts';

/** The connection ended. What was asked on it was not answered. */
export class ConnectionLost extends Error {
  readonly code = 'connection-lost';
  constructor() {
    super('the directory closed the connection');
    this.name = 'ConnectionLost';
  }
}

/** Of RFC 4511 §4.1.10 LDAPResult: `1.3.6.1.4.1.1466.20037` is StartTLS (§4.14). */
const START_TLS = '1.3.6.1.4.1.1466.20037';

/** More than any answer here can be. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * One connection to the directory. It is never opened a second time: the client library would come back by itself, as nobody and, after
 * StartTLS, in the clear, and would go on with what was to be asked as somebody.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #client: Client;
  readonly #lost: Promise<never>;

  private constructor(socket: Socket, client: Client) {
    this.#socket = socket;
    this.#client = client;
    this.#lost = new Promise((_, reject) => socket.once('close', () => reject(new ConnectionLost())));
    this.#lost.catch(() => undefined);
  }

  /** Connects, with TLS if it is asked for. Nothing was sent yet but that. */
  static open(settings: Settings, signal: AbortSignal): Promise<Connection> {
    return within(settings.connectWithin, async (tooLong) => {
      const either = AbortSignal.any([signal, tooLong]);
      const { Client: Ldap } = await import('ldapts');
      const plain = await openSocket(settings, either);
      if (!settings.startTls) return Connection.#on(Ldap, plain);
      try {
        const first = Connection.#on(Ldap, plain);
        await first.#during(either, () => first.#client.exop(START_TLS));
        // Who heard anything in the clear hears no more of it: whoever is on the way could have begun an answer there.
        plain.removeAllListeners('data');
        return Connection.#on(Ldap, await secured(settings, plain, either));
      } catch (fault) {
        plain.destroy();
        throw fault;
      }
    });
  }

  static #on(Ldap: typeof Client, socket: Socket): Connection {
    let handedOut = false;
    const client = new Ldap({
      url: 'ldap://given',
      createConnection: () => {
        if (handedOut) throw new ConnectionLost();
        handedOut = true;
        return socket;
      },
    });
    return new Connection(socket, client);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === 'open';
  }

  /** A simple bind (RFC 4511 §4.2), of a name and a password that are neither of them empty. @throws as the directory answers */
  bind(dn: string, password: string, signal: AbortSignal): Promise<void> {
    // What is no distinguished name, the client library may take for the name of a SASL mechanism.
    if (!dn.includes('=')) throw new TypeError('a bind needs a distinguished name');
    if (!isPassword(password)) throw new TypeError('a bind needs a password');
    return this.#during(signal, () => this.#client.bind(dn, password));
  }

  async search(base: string, options: SearchOptions, signal: AbortSignal): Promise<readonly Entry[]> {
    const { searchEntries } = await this.#during(signal, () => this.#client.search(base, options));
    return searchEntries;
  }

  /** Lets the process end although the connection is open, or not. */
  keepsProcess(keeps: boolean): void {
    if (keeps) this.#socket.ref();
    else this.#socket.unref();
  }

  whenLost(told: () => void): void {
    this.#lost.catch(told);
  }

  close(): void {
    if (this.#socket.destroyed) return;
    this.#socket.setTimeout(1000, () => this.#socket.destroy());
    this.#socket.unref();
    void this.#client.unbind().catch(() => this.#socket.destroy());
  }

  async #during<Answer>(signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
    signal.throwIfAborted();
    if (!this.isOpen) throw new ConnectionLost();
    const giveUp = (): void => void this.#socket.destroy();
    const read = this.#socket.bytesRead;
    const limit = (): void => {
      if (this.#socket.bytesRead - read > MOST_BYTES) giveUp();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const answer = ask();
      this.#socket.on('data', limit);
      return await Promise.race([answer, this.#lost]);
    } catch (fault) {
      signal.throwIfAborted();
      // The client library has no class for it: it says so in words, before the socket has told us.
      throw this.isOpen ? fault : lostUnlessAnswered(fault);
    } finally {
      this.#socket.off('data', limit);
      signal.removeEventListener('abort', giveUp);
    }
  }
}

/** What the directory answered has the number of its result; all else is the connection's. */
function lostUnlessAnswered(fault: unknown): unknown {
  return resultCodeOf(fault) === undefined ? new ConnectionLost() : fault;
}

/** The result code (RFC 4511 §4.1.9) that the directory answered with; `undefined` if it did not answer. */
export function resultCodeOf(fault: unknown): number | undefined {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'number' ? fault.code : undefined;
}
