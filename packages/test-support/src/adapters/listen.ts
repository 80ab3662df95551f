import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach } from 'vitest';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Serves on a free port of the loopback address until the test ends. Returns the server's URL. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${portOf(server.address())}`;
}

/** Opens a TCP connection to a server, for bytes that no HTTP client would send. */
export async function dial(site: string): Promise<Socket> {
  const socket = connect(Number(new URL(site).port), '127.0.0.1');
  socket.on('error', () => undefined);
  open.push(async () => {
    socket.destroy();
  });
  await new Promise<void>((ready) => socket.once('connect', ready));
  return socket;
}

/** The first bytes from the server, as text. */
export async function firstWords(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())));
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
