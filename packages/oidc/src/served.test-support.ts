import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that counts its requests. */
export interface Served {
  readonly origin: string;
  /** The number of requests for each path. */
  readonly asked: Map<string, number>;
  /** Sets the request listener, once the address is known. */
  answer(listener: RequestListener): void;
  /** Stops listening and closes open connections. */
  stop(): Promise<void>;
}

export async function serve(): Promise<Served> {
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  const asked = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
    return listener(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    answer(next) {
      listener = next;
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
