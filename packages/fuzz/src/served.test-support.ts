import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { sallyport } from '@sallyport/express';
import { type MemoryStore, memoryStore } from '@sallyport/storage-memory';
import express from 'express';
import { PARTS } from './table.ts';
import { sallyportOn } from './world.ts';

/** A Sallyport behind Express, on a separate port. */
export interface Served {
  readonly port: number;
  readonly store: MemoryStore;
  /** The unexpected errors that were reported. */
  readonly faults: readonly unknown[];
  later(duration: string): void;
  sweep(): Promise<unknown>;
  /** The number of open connections. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function served(): Promise<Served> {
  const store = memoryStore();
  const { auth, clock, close } = await sallyportOn(store, Date.UTC(2031, 2, 3, 9));
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => void faults.push(fault);
  const server = createServer(express().use('/auth', sallyport(auth, { onFault }).routes(PARTS)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    store,
    faults,
    later: (duration) => void clock.advance(duration),
    sweep: () => auth.runBackgroundWork(),
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((fault, count) => (fault ? reject(fault) : resolve(count))),
      ),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

/**
 * Sends bytes. Returns everything received until the server closes the connection.
 *
 * @param patience milliseconds after which the client ends its side, for requests that are never complete
 */
export function exchange({ port }: Served, bytes: Uint8Array, patience?: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let told = '';
    socket.on('data', (chunk) => {
      told += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(told));
    socket.write(bytes);
    if (patience !== undefined) setTimeout(() => socket.end(), patience);
  });
}

/** Opens a connection, sends the start of a request, and then sends nothing. */
export async function begun({ port }: Served, text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  await new Promise((resolve) => socket.write(text, resolve));
  return socket;
}

/** Sends bytes and resets the connection immediately (RST). */
export async function hungUp(server: Served, text: string): Promise<void> {
  const socket = await begun(server, text);
  await new Promise((resolve) => {
    socket.once('close', resolve);
    socket.resetAndDestroy();
  });
}
