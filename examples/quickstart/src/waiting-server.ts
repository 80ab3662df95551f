import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback with a known port, and thus a known origin, before the app is ready. */
export interface WaitingServer {
  readonly port: number;
  /** Starts answering requests, including earlier requests that wait. */
  open(app: RequestListener): void;
  close(): Promise<void>;
}

/** Listens at once. Requests wait until the app is ready. */
export async function waitingServer(wanted: number): Promise<WaitingServer> {
  let open: (app: RequestListener) => void = () => {};
  const app = new Promise<RequestListener>((resolve) => {
    open = resolve;
  });
  const server = createServer((req, res) => void app.then((answer) => answer(req, res)));
  // Longer than the idle timeout of clients and proxies: a connection that closes during a client's write fails the request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wanted, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    open,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
