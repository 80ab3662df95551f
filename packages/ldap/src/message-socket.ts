import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { BindAnswer } from './bind-answer.ts';
import { Messages } from './messages.ts';

/** A malformed message, or more than one request may cost, ends the connection. */
export class MessageSocket extends Duplex {
  readonly #socket: Socket;
  readonly #messages = new Messages();

  constructor(socket: Socket) {
    super({ readableObjectMode: true });
    this.#socket = socket;
    socket.on('data', (bytes) => this.#received(bytes)).once('close', () => this.destroy());
  }

  get readyState(): Socket['readyState'] {
    return this.#socket.readyState;
  }

  get bound(): BindAnswer | undefined {
    return this.#messages.bound;
  }

  #received(bytes: Buffer): void {
    try {
      for (const message of this.#messages.add(bytes)) this.push(message);
    } catch (fault) {
      this.#socket.destroy(fault instanceof Error ? fault : undefined);
    }
  }

  override _read(): void {}

  override _write(request: Buffer, _encoding: BufferEncoding, done: (fault?: Error | null) => void): void {
    this.#messages.request(request);
    this.#socket.write(request, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(fault: Error | null, done: (fault: Error | null) => void): void {
    this.#socket.destroy();
    done(fault);
  }
}
