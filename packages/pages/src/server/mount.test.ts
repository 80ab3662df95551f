import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MountedPages, mount } from './mount.ts';
import { pageDocument } from './page-document.ts';

const page = pageDocument('/page', (language) => `<html lang="${language}">`);
const mounted: MountedPages = mount({ pages: [page], assets: '/no-such-folder' });

const server = createServer((request, response) =>
  mounted.middleware(request, response, () => response.writeHead(404).end('the host’s own answer')),
);
let origin = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

it('a page of a host keeps its own policy, and gets the directives that the policy does not name', () => {
  const policyOf = (policy: string) =>
    mount({ pages: [{ ...page, policy }], assets: '/no-such-folder' }).answer({ method: 'GET', path: '/page' })
      ?.headers['content-security-policy'];
  expect(policyOf("default-src 'none'; form-action https://shop.example.org")).toBe(
    "default-src 'none'; form-action https://shop.example.org; frame-ancestors 'none'; base-uri 'none'",
  );
});

/** The two ways to mount pages, with the same answers. */
const ways: readonly (readonly [string, (path: string, init?: RequestInit) => Promise<Response>])[] = [
  ['as a middleware', (path, init) => fetch(`${origin}${path}`, init)],
  [
    'by the Fetch API',
    async (path, init) =>
      mounted.fetch(new Request(`${origin}${path}`, init)) ?? new Response('the host’s own answer', { status: 404 }),
  ],
];

describe.each(ways)('pages that are mounted %s', (_way, ask) => {
  it('answer in the language of the browser, whatever the query', async () => {
    const response = await ask('/page?next=%2F', { headers: { 'accept-language': 'de-DE,en;q=0.5' } });
    expect([response.status, await response.text()]).toEqual([200, '<html lang="de">']);
    expect(response.headers.get('content-language')).toBe('de');
    expect(response.headers.get('vary')).toBe('Accept-Language');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answer HEAD without a body', async () => {
    const response = await ask('/page', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('content-length')).toBe('16');
  });

  it('answer 304 if the browser has the present version, and the page if it has another', async () => {
    const etag = (await ask('/page')).headers.get('etag') ?? '';
    const again = await ask('/page', { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const german = await ask('/page', { headers: { 'if-none-match': etag, 'accept-language': 'de' } });
    expect([german.status, await german.text()]).toEqual([200, '<html lang="de">']);
  });

  it.each([
    ['/other', 'GET'],
    ['/page/', 'GET'],
    ['/assets/no-such.js', 'GET'],
    ['/page', 'POST'],
  ])('leave %s by %s to the host', async (path, method) => {
    const response = await ask(path, { method });
    expect([response.status, await response.text()]).toEqual([404, 'the host’s own answer']);
  });
});
