import type { Socket } from 'node:net';
import type { Client, Control, Entry, SearchOptions } from 'ldapts';
import { MalformedAnswer } from './ber.ts';
import { type BindAnswer, PASSWORD_POLICY } from './bind-answer.ts';
import { within } from './deadline.ts';
import { MessageSocket } from './message-socket.ts';
import { isPassword } from './password.ts';
import type { Address } from './servers.ts';
import type { Settings } from './settings.ts';
import { openSocket, secured } from './socket.ts';

export class ConnectionLost extends Error {
  readonly code = 'connection-lost';
  constructor() {
    super('the directory closed the connection');
    this.name = 'ConnectionLost';
  }
}

/** RFC 4511 §4.14.1. */
const START_TLS = '1.3.6.1.4.1.1466.20037';

type Library = typeof import('ldapts');

/** The client library would reconnect without a bind, and send the remaining requests anonymously. */
export class Connection {
  readonly #socket: Socket;
  readonly #client: Client;
  readonly #messages: MessageSocket;
  readonly #policy: Control;
  readonly #isDown: () => void;
  readonly #lost: Promise<never>;

  private constructor(
    socket: Socket,
    client: Client,
    messages: MessageSocket,
    { policy, isDown }: { readonly policy: Control; readonly isDown: () => void },
  ) {
    this.#socket = socket;
    this.#client = client;
    this.#messages = messages;
    this.#policy = policy;
    this.#isDown = isDown;
    this.#lost = new Promise((_, reject) => socket.once('close', () => reject(this.#whyLost())));
    this.#lost.catch(() => undefined);
  }

  static async open(settings: Settings, signal: AbortSignal): Promise<Connection> {
    let fault: unknown;
    for (const address of settings.servers.inOrder()) {
      try {
        return await Connection.#at(address, settings, signal);
      } catch (down) {
        fault = down;
        settings.servers.isDown(address);
        signal.throwIfAborted();
      }
    }
    throw fault;
  }

  static #at(address: Address, settings: Settings, signal: AbortSignal): Promise<Connection> {
    return within(settings.connectWithin, async (tooLong) => {
      const either = AbortSignal.any([signal, tooLong]);
      const library = await import('ldapts');
      const isDown = (): void => settings.servers.isDown(address);
      const plain = await openSocket(address, settings, either);
      if (!settings.startTls) return Connection.#on(library, plain, isDown);
      try {
        const first = Connection.#on(library, plain, isDown);
        await first.#during(either, () => first.#client.exop(START_TLS));
        // An attacker on the network could have sent the start of a forged answer before TLS.
        plain.removeAllListeners('data');
        return Connection.#on(library, await secured(address, settings, plain, either), isDown);
      } catch (fault) {
        plain.destroy();
        throw fault;
      }
    });
  }

  static #on({ Client: Ldap, Control: Asked }: Library, socket: Socket, isDown: () => void): Connection {
    let handedOut = false;
    const messages = new MessageSocket(socket);
    const client = new Ldap({
      url: 'ldap://given',
      createConnection: () => {
        if (handedOut) throw new ConnectionLost();
        handedOut = true;
        return messages as unknown as Socket;
      },
    });
    return new Connection(socket, client, messages, { policy: new Asked(PASSWORD_POLICY), isDown });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === 'open';
  }

  get bound(): BindAnswer | undefined {
    return this.#messages.bound;
  }

  bind(dn: string, password: string, signal: AbortSignal): Promise<void> {
    // The client library treats some other names as SASL mechanisms.
    if (!/[=@\\]/.test(dn)) throw new TypeError('a bind needs a distinguished name');
    if (!isPassword(password)) throw new TypeError('a bind needs a password');
    return this.#during(signal, () => this.#client.bind(dn, password, this.#policy));
  }

  async search(base: string, options: SearchOptions, signal: AbortSignal): Promise<readonly Entry[]> {
    const { searchEntries } = await this.#during(signal, () => this.#client.search(base, options));
    return searchEntries;
  }

  keepsProcess(keeps: boolean): void {
    if (keeps) this.#socket.ref();
    else this.#socket.unref();
  }

  whenLost(listener: () => void): void {
    this.#lost.catch(listener);
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
    const giveUp = (): void => {
      this.#isDown();
      this.#socket.destroy();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([ask(), this.#lost]);
    } catch (fault) {
      signal.throwIfAborted();
      if (this.isOpen || resultCodeOf(fault) !== undefined) throw fault;
      this.#isDown();
      throw this.#whyLost();
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  #whyLost(): Error {
    const { errored } = this.#socket;
    return errored instanceof MalformedAnswer ? errored : new ConnectionLost();
  }
}

export function resultCodeOf(fault: unknown): number | undefined {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'number' ? fault.code : undefined;
}
