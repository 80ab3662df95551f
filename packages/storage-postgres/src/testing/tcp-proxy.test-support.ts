import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy before the server. */
export interface Line {
  readonly port: number;
  /** From now on, breaks a connection when the server answers, so that the answer is lost. */
  readonly loseReplies: () => void;
  /** Holds all data back, and keeps the connections open. */
  readonly freeze: () => void;
  /** Breaks every connection, and refuses new connections. */
  readonly cut: () => Promise<void>;
}

export async function lineTo(port: number): Promise<Line> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'passes' | 'loses-replies' | 'frozen' = 'passes';
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    const pair = [client, server] as const;
    pairs.add(pair);
    const breakOff = (): void => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => mode !== 'frozen' && server.write(bytes));
    server.on('data', (bytes) => {
      if (mode === 'passes') client.write(bytes);
      else if (mode === 'loses-replies') breakOff();
    });
    for (const socket of pair) socket.on('error', breakOff).on('close', breakOff);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    loseReplies: () => {
      mode = 'loses-replies';
    },
    freeze: () => {
      mode = 'frozen';
    },
    cut: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const [client, server] of pairs) {
          client.resetAndDestroy();
          server.resetAndDestroy();
        }
      }),
  };
}
