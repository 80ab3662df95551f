import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { MongoClient } from 'mongodb';

export interface SeverableProxy {
  /** A client that is connected through the proxy. */
  readonly client: MongoClient;
  /** Closes the proxy and its connections. */
  readonly sever: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A proxy before one member. The client connects directly, because a replica set would name its own addresses. */
export async function severableProxy(url: string): Promise<SeverableProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port || 27_017), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const near = new URL(url);
  near.host = `127.0.0.1:${port}`;
  near.searchParams.delete('replicaSet');
  near.searchParams.set('directConnection', 'true');
  const client = await connectedTo(near.href);
  const sever = async (): Promise<void> => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    client,
    sever,
    close: async () => {
      await sever();
      await client.close();
    },
  };
}

/**
 * Connects with a short server selection timeout, so that calls fail soon after the proxy closes. The first connection may take longer on a
 * busy machine, and is retried for half a minute.
 */
async function connectedTo(url: string): Promise<MongoClient> {
  const end = performance.now() + 30_000;
  for (;;) {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 200 });
    try {
      return await client.connect();
    } catch (error) {
      await client.close();
      if (performance.now() > end) throw error;
    }
  }
}
