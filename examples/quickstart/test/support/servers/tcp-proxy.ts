import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy whose connections break at random bytes, on demand. */
export interface BreakingProxy {
  readonly port: number;
  /** From now on every connection breaks within this many bytes, counting both directions. 0 stops the breaking. */
  breakWithin(bytes: number): void;
  /** The number of broken connections. */
  readonly broken: number;
  stop(): Promise<void>;
}

export async function proxyTo(port: number): Promise<BreakingProxy> {
  const sockets = new Set<Socket>();
  let within = 0;
  let broken = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const pair = [near, far] as const;
    let generation = -1;
    let left = Number.POSITIVE_INFINITY;
    const end = (): void => {
      for (const socket of pair) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    const passOn = (to: Socket, bytes: Buffer): void => {
      if (generation !== within) {
        generation = within;
        left = within === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.random() * within);
      }
      if (bytes.length <= left) {
        left -= bytes.length;
        to.write(bytes);
        return;
      }
      broken += 1;
      near.pause();
      far.pause();
      // The bytes within the budget arrive, and no later byte.
      to.write(bytes.subarray(0, left), () => {
        for (const socket of pair) socket.resetAndDestroy();
      });
      left = 0;
    };
    for (const [socket, other] of [pair, [far, near] as const]) {
      sockets.add(socket);
      socket.on('data', (bytes) => passOn(other, bytes));
      socket.on('error', end).on('close', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    breakWithin(bytes) {
      within = bytes;
    },
    get broken() {
      return broken;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
