import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy before a server on this machine. Each store and the many processes of the quickstart lose their database by it. */
export interface TcpProxy {
  readonly port: number;
  /** From now on, breaks every connection when the server answers, so that the answer is lost. */
  loseReplies(): void;
  /** From now on, passes nothing on, and keeps the connections open. */
  freeze(): void;
  /** From now on every connection breaks within this many bytes, counting both directions. 0 stops the breaking. */
  breakWithin(bytes: number): void;
  /** The number of connections that {@link breakWithin} broke. */
  readonly broken: number;
  /** Breaks every connection, and refuses new connections. */
  sever(): Promise<void>;
}

/** A connection of the proxy: the client's socket, and the proxy's own socket to the server. */
type Pair = readonly [near: Socket, far: Socket];

export async function tcpProxyTo(port: number, host = '127.0.0.1'): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let mode: 'passes' | 'loses-replies' | 'frozen' = 'passes';
  let within = 0;
  let broken = 0;
  const server = createServer((near) => {
    const far = connect(port, host);
    const pair: Pair = [near, far];
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    let generation = within;
    let left = lengthOf(within);
    const passOn = (to: Socket, bytes: Buffer): void => {
      if (generation !== within) {
        generation = within;
        left = lengthOf(within);
      }
      if (bytes.length <= left) {
        left -= bytes.length;
        to.write(bytes);
        return;
      }
      broken += 1;
      for (const socket of pair) socket.pause();
      // The bytes within the budget arrive, and no later byte.
      to.write(bytes.subarray(0, left), () => reset(pair));
      left = 0;
    };
    near.on('data', (bytes) => mode !== 'frozen' && passOn(far, bytes));
    far.on('data', (bytes) => {
      if (mode === 'passes') passOn(near, bytes);
      else if (mode === 'loses-replies') end();
    });
    for (const socket of pair) socket.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    loseReplies: () => {
      mode = 'loses-replies';
    },
    freeze: () => {
      mode = 'frozen';
    },
    breakWithin: (bytes) => {
      within = bytes;
    },
    get broken() {
      return broken;
    },
    sever: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const pair of pairs) reset(pair);
      }),
  };
}

function reset(pair: Pair): void {
  for (const socket of pair) socket.resetAndDestroy();
}

/** The number of bytes after which a connection breaks. */
function lengthOf(within: number): number {
  return within === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.random() * within);
}
