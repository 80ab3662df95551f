import type { Caller } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { complete, fakeSallyport, ORIGIN, token } from '../fake-sallyport.test-support.ts';
import { fetchHandler } from './fetch-handler.ts';

function handler() {
  const callers: Caller[] = [];
  const auth = fakeSallyport({
    signIn: {
      begin: async (caller) => {
        callers.push(caller);
        return complete('cookie');
      },
      status: async () => ({ status: 'open', methods: ['password'], providers: [] }),
    },
  });
  return {
    callers,
    handle: fetchHandler(auth, { basePath: '/auth/', ip: (request) => request.headers.get('x-ip') ?? undefined }),
  };
}

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request(`https://app.example${path}`, {
    method: 'POST',
    body,
    headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });

describe('the fetch handler', () => {
  it('answers a request as a Response, each cookie on a line of its own', async () => {
    const { handle, callers } = handler();
    const response = await handle(post('/auth/sign-in', '{"identifier":"ada"}', { 'x-ip': '192.0.2.1' }));
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toHaveLength(2);
    expect(await response.json()).toMatchObject({ status: 'complete' });
    expect(callers).toMatchObject([{ mode: 'cookie', ip: '192.0.2.1' }]);
    expect(response.headers.getSetCookie()[0]).toContain(token('s'));
  });

  it('stops reading a stream that does not end', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(0x20)),
      cancel: () => {
        cancelled = true;
      },
    });
    const response = await handler().handle(post('/auth/sign-in', endless));
    expect(response.status).toBe(413);
    expect(cancelled).toBe(true);
  });

  it('tells the host that it read the body first', async () => {
    const faults: unknown[] = [];
    const handle = fetchHandler(fakeSallyport({}), { basePath: '/auth', onFault: (fault) => faults.push(fault) });
    const read = post('/auth/sign-in', '{"identifier":"ada"}');
    await read.text();
    const held = post('/auth/sign-in', '{"identifier":"ada"}');
    held.body?.getReader();
    for (const request of [read, held]) expect((await handle(request)).status).toBe(500);
    expect(faults).toMatchObject([{ code: 'body-already-read' }, { code: 'body-already-read' }]);
  });

  it.each(['/auth', '/authority/sign-in', '/sign-in', '/auth/auth/sign-in'])('finds nothing at %s', async (path) => {
    expect((await handler().handle(new Request(`https://app.example${path}`))).status).toBe(404);
  });

  it('answers HEAD without a body', async () => {
    const response = await handler().handle(new Request('https://app.example/auth/sign-in', { method: 'HEAD' }));
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 200, body: '' });
  });
});
