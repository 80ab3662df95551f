import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { MalformedAnswer, Messages, MOST_BYTES } from './messages.ts';

/** The most messages that the directory may send after one request. */
const MOST_MESSAGES = 1_000;

/**
 * A connection as the client library uses it: each `data` event has one message, whose form is checked. A malformed message, or too many messages
 * after one request, end the connection.
 */
export class MessageSocket extends Duplex {
  readonly #socket: Socket;
  readonly #messages = new Messages();
  #bytesLeft = MOST_BYTES;
  #messagesLeft = MOST_MESSAGES;

  constructor(socket: Socket) {
    super({ readableObjectMode: true });
    this.#socket = socket;
    socket.on('data', (bytes) => this.#received(bytes)).once('close', () => this.destroy());
  }

  get readyState(): Socket['readyState'] {
    return this.#socket.readyState;
  }

  #received(bytes: Buffer): void {
    try {
      this.#bytesLeft -= bytes.length;
      if (this.#bytesLeft < 0) throw new MalformedAnswer();
      for (const message of this.#messages.add(bytes)) {
        this.#messagesLeft -= 1;
        if (this.#messagesLeft < 0) throw new MalformedAnswer();
        this.push(message);
      }
    } catch (fault) {
      this.#socket.destroy(fault instanceof Error ? fault : undefined);
    }
  }

  override _read(): void {}

  override _write(request: Buffer, _encoding: BufferEncoding, done: (fault?: Error | null) => void): void {
    this.#bytesLeft = MOST_BYTES;
    this.#messagesLeft = MOST_MESSAGES;
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
