import { tcpProxyTo } from '@sallyport/test-support/tcp-proxy';
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
  const { port, sever } = await tcpProxyTo(Number(target.port || 27_017), target.hostname);
  const near = new URL(url);
  near.host = `127.0.0.1:${port}`;
  near.searchParams.delete('replicaSet');
  near.searchParams.set('directConnection', 'true');
  const client = await connectedTo(near.href);
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
