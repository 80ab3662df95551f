import { once } from 'node:events';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import type { TestProject } from 'vitest/node';
import { type DatabaseKind, type RunningServer, startServer } from './start-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL at which `runServer` of `test-support` requests a server. */
    readonly databases?: string;
  }
}

/**
 * Runs one server of each database for the whole run. A worker's first request starts a server, and the end of the run stops the server. The
 * setup runs in Vitest's main process, because no worker lives as long as the run.
 */
export default async function ({ provide }: TestProject): Promise<() => Promise<void>> {
  const started = new Map<DatabaseKind, Promise<RunningServer>>();
  const serverOf = (kind: DatabaseKind): Promise<RunningServer> => {
    const server = started.get(kind) ?? startServer(kind);
    started.set(kind, server);
    return server;
  };
  const listener = createServer((request, response) => {
    // An open connection would keep the worker alive.
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
    // The requesting test has already received the error of a server that did not start.
    const servers = await Promise.allSettled(started.values());
    await Promise.all(servers.map((server) => server.status === 'fulfilled' && server.value.stop()));
    listener.closeAllConnections();
  };
}
