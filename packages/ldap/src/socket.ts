import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Address } from './servers.ts';
import type { Settings } from './settings.ts';

export function openSocket({ host, port, secure }: Address, { tls }: Settings, signal: AbortSignal): Promise<Socket> {
  if (!secure) return opened(connectPlain({ host, port, keepAlive: true }), 'connect', signal);
  return opened(connectTls({ ...verifying(host, tls), port }), 'secureConnect', signal);
}

export function secured({ host }: Address, { tls }: Settings, socket: Socket, signal: AbortSignal): Promise<Socket> {
  return opened(connectTls({ ...verifying(host, tls), socket }), 'secureConnect', signal);
}

/** `NODE_TLS_REJECT_UNAUTHORIZED` cannot disable the verification. */
function verifying(host: string, { ca }: Settings['tls']): ConnectionOptions {
  return {
    host,
    servername: isIP(host) === 0 ? host : undefined,
    ca: ca === undefined ? undefined : [...ca],
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  };
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stopListening = (): void => {
      signal.removeEventListener('abort', giveUp);
      socket.off('error', failed).off('close', closed);
    };
    const failed = (fault: unknown): void => {
      stopListening();
      socket.destroy();
      reject(fault);
    };
    const closed = (): void => failed(new Error('the connection was closed before it was open'));
    const giveUp = (): void => failed(signal.reason);
    // Without a listener an `error` event would end the process.
    socket.on('error', () => undefined);
    socket.once('error', failed).once('close', closed);
    socket.once(event, () => {
      stopListening();
      resolve(socket);
    });
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
}
