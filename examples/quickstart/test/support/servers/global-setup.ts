import { once } from 'node:events';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import type { TestProject } from 'vitest/node';
import { type DatabaseKind, type RunningServer, startServer } from './start-server.ts';

/**
 * One server of each database for a whole run. It starts when a worker first asks for it, and stops when the run ends: only Vitest's
 * main process lives as long as the run does.
 */
export default async function ({ provide }: TestProject): Promise<() => Promise<void>> {
  const started = new Map<DatabaseKind, Promise<RunningServer>>();
  const serverOf = (kind: DatabaseKind): Promise<RunningServer> => {
    const server = started.get(kind) ?? startServer(kind);
    started.set(kind, server);
    return server;
  };
  const listener = createServer((request, response) => {
    // A connection that is kept open would keep the worker that asked.
    response.setHeader('connection', 'close');
    const kind = request.url?.slice(1);
    if (kind !== 'postgres' && kind !== 'mongo') return void response.writeHead(404).end();
    serverOf(kind).then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(inspect(error)),
    );
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');
  provide('databases', `http://127.0.0.1:${address.port}`);
  return async () => {
    listener.close();
    // That a server did not start was answered to the test that asked for it.
    const servers = await Promise.allSettled(started.values());
    await Promise.all(servers.map((server) => server.status === 'fulfilled' && server.value.stop()));
    listener.closeAllConnections();
  };
}
