import { createServer, type IncomingMessage } from 'node:http';
import { headersOfNode, hostGuard } from '@sallyport/http';
import { ORIGIN } from '@sallyport/test-support/adapters/fake-sallyport';
import { dial, firstWords, listen } from '@sallyport/test-support/adapters/listen';
import express from 'express';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Administrator, administrator } from './administrator.test-support.ts';
import { sallyport } from './sallyport.ts';

let ada: Administrator;
beforeEach(async () => {
  ada = await administrator();
});

/** Sends a WebSocket handshake over a real socket, and returns the first line of the answer. */
async function handshake(site: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const socket = await dial(site);
  const lines = Object.entries({
    Host: new URL(site).host,
    Connection: 'keep-alive, Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  });
  socket.write(`GET /socket HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return (await firstWords(socket)).split('\r\n')[0] ?? '';
}

/** A server that accepts WebSockets in Node's `upgrade` event, from requests with a session. */
async function upgrading(): Promise<string> {
  const guard = hostGuard(ada.auth, ({ method = '', headers }: IncomingMessage) => {
    return { method, mount: '', path: '/socket', search: '', headers: headersOfNode(headers) };
  });
  const server = createServer();
  server.on('upgrade', async (request, socket) => {
    const session = await guard.session(request);
    socket.end(`HTTP/1.1 ${session === undefined ? '401 Unauthorized' : '101 Switching Protocols'}\r\n\r\n`);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(async () => {
    await new Promise((closed) => server.close(closed));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

const EVIL = 'https://evil.example';

describe('a WebSocket that a browser opens', () => {
  it('X26 has its cookies’ session only from a page of the origin, by Node’s upgrade event', async () => {
    const site = await upgrading();
    const { cookie = '' } = ada.headers();
    expect(await handshake(site, { cookie, Origin: ORIGIN })).toContain('101');
    expect(await handshake(site, { cookie, Origin: EVIL })).toContain('401');
    expect(await handshake(site, { cookie, Origin: 'null' })).toContain('401');
    expect(await handshake(site, { cookie })).toContain('401');
    expect(await handshake(site, { cookie, 'Sec-Fetch-Site': 'same-origin' })).toContain('401');
    expect(await handshake(site, { Origin: ORIGIN })).toContain('401');
  });

  it('X26 has none from another page at a route of the app either, and anything else that is asked by GET has', async () => {
    const guard = sallyport(ada.auth);
    const app = express();
    app.get('/socket', guard.require(), (_, res) => void res.json({}));
    const site = await listen(app);
    const { cookie = '' } = ada.headers();
    expect(await handshake(site, { cookie, Origin: ORIGIN })).toContain('200');
    expect(await handshake(site, { cookie, Origin: EVIL })).toContain('403');
    expect(await handshake(site, { cookie })).toContain('403');
    expect((await fetch(`${site}/socket`, { headers: { cookie } })).status).toBe(200);
  });
});
