import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback whose port, and with it the origin, is known before the app is open. */
export interface WaitingServer {
  readonly port: number;
  /** Answers requests from now on, and those that came before. */
  open(app: RequestListener): void;
  close(): Promise<void>;
}

/** Listens at once; a request that comes before the app is open waits for it. */
export async function waitingServer(wanted: number): Promise<WaitingServer> {
  let open: (app: RequestListener) => void = () => {};
  const app = new Promise<RequestListener>((resolve) => {
    open = resolve;
  });
  const server = createServer((req, res) => void app.then((answer) => answer(req, res)));
  // Longer than clients and proxies keep an idle connection: one that is closed here as they write to it fails their request.
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
