import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy that records every byte between browsers and a server, in both directions. */
export interface RecordingLine {
  readonly port: number;
  /** Sets the port of the server. */
  leadsTo(port: number): void;
  /** All bytes so far. */
  bytes(): Buffer;
  stop(): Promise<void>;
}

export async function recordingLine(): Promise<RecordingLine> {
  const sockets = new Set<Socket>();
  /** A list for each direction of each connection, so that data in several packets is contiguous. */
  const heard: Buffer[][] = [];
  let target = 0;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const end = (): void => {
      for (const socket of [near, far]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      const direction: Buffer[] = [];
      heard.push(direction);
      sockets.add(socket);
      socket.on('data', (bytes) => {
        direction.push(bytes);
        other.write(bytes);
      });
      socket.on('error', end).on('close', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    leadsTo(port) {
      target = port;
    },
    bytes: () => Buffer.concat(heard.flatMap((direction) => [...direction, Buffer.from('\n')])),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A free port. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
