import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { MongoClient } from 'mongodb';

export interface SeverableProxy {
  /** Connected through the proxy. */
  readonly client: MongoClient;
  /** From here on nothing answers behind the proxy's address. */
  readonly sever: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A way to a server that can be cut. It leads to one node: a replica set would name its own addresses. */
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
 * Once the way is cut, each verb is to give the server up soon. On a busy machine that is too soon for the first connection, which is
 * therefore tried again for half a minute.
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
