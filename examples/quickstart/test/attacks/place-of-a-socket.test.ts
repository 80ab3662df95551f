import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { hostCode, isRefusal, type TenantId } from '@sallyport/engine';
import { outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
import { headersOfNode, hostGuard } from '@sallyport/http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { PASSWORD } from '../support/quickstart.ts';

const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  contexts: { outside: { requiredStrength: 'enhanced' }, finance: { requiredStrength: 'enhanced' } },
} as const;

/** Opens a socket as the guide of embedding checks it, with a session of the password alone. Resolves to the first line of the answer. */
async function opens(path: string, told: 'outside' | 'finance') {
  const shared = await sharedStore('memory');
  const conditions = {
    outside: toldWhere({ outside: outsideNetworks(['127.0.0.0/8']) }),
    finance: toldWhere({ finance: ({ path: asked }) => asked === undefined || asked.startsWith('/finance') }),
  };
  const auth = await shared.start({ policy: POLICY, contextOf: conditions[told] });
  const identifier = 'dora@example.org';
  const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const caller = { tenant: 'default' as TenantId, mode: 'cookie', contexts: async () => [] } as const;
  const reply = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
  if (isRefusal(reply)) throw new Error(reply.refused);
  const token = reply.keep.session?.token ?? '';
  // docs/guide/embedding.md, "WebSockets".
  const guard = hostGuard(auth, ({ method = '', url = '', headers, socket }: IncomingMessage) => {
    const [path = '', search = ''] = url.split(/(?=\?)/);
    return { method, mount: '', path, search, headers: headersOfNode(headers), ip: socket.remoteAddress };
  });
  const server = createServer();
  server.on('upgrade', async (request, socket) => {
    const session = await guard.session(request).catch(() => undefined);
    socket.end(
      session === undefined ? 'HTTP/1.1 401 Unauthorized\r\n\r\n' : 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    );
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return new Promise<string>((answered) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data) => answered(String(data).split('\r\n')[0] ?? ''));
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nCookie: sallyport-session=${token}\r\n\r\n`,
    );
  });
}

describe('N17 a WebSocket that is checked as the guide says', () => {
  it('is in the office if its client is', async () => {
    expect(await opens('/live', 'outside')).toContain('101');
  });

  it('is in the context of its path', async () => {
    expect(await opens('/finance/live', 'finance')).toContain('401');
  });

  it('is in no context of another path', async () => {
    expect(await opens('/live', 'finance')).toContain('101');
  });
});
