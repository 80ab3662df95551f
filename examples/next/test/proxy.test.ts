import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import { faultyStore } from '@sallyport/testing/store';
import { NextRequest } from 'next/server';
import { expect, it, onTestFinished } from 'vitest';

it('X26 the proxy leads a stranger to the sign-in page, lets a person pass, and answers 503 while the store is away', async () => {
  const store = faultyStore(memoryStore(), { kind: 'crashes', at: 1 }, { unarmed: true });
  const { auth, accountWith, signIn, close } = await testSallyport({ store, policy: { administrators: {} } });
  onTestFinished(close);
  Object.assign(globalThis, { keptAuth: auth });
  const { proxy } = await import('../src/proxy.ts');
  const { cookie } = { cookie: '', ...(await signIn(await accountWith(), { mode: 'cookie' })).headers() };
  const ask = (headers: Record<string, string>, method = 'GET') =>
    proxy(new NextRequest(`${auth.origin}/vault?page=2`, { method, headers }));

  const stranger = await ask({});
  expect(stranger.status).toBe(307);
  expect(stranger.headers.get('location')).toBe(`${auth.origin}/sign-in?next=%2Fvault%3Fpage%3D2`);
  expect((await ask({ cookie })).headers.get('x-middleware-next')).toBe('1');
  // A server action checks the session itself.
  expect((await ask({}, 'POST')).headers.get('x-middleware-next')).toBe('1');

  store.arm();
  const away = await ask({ cookie });
  expect(away.status).toBe(503);
  expect(away.headers.get('retry-after')).toBe('5');
  expect(await away.text()).toContain('Try again');
  store.revive();
  expect((await ask({ cookie })).headers.get('x-middleware-next')).toBe('1');
});
