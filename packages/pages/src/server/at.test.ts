import { describe, expect, it } from 'vitest';
import { pages } from '../pages.ts';

describe('X39 pages at a path', () => {
  const answered = (at: Parameters<typeof pages>[0], path: string) => pages(at).answer({ method: 'GET', path });

  it('are there alone, with their files, and say so to their scripts', () => {
    const site = { at: '/portal', styleSheets: ['{at}/brand.css'], icon: '/icon.svg' };
    const html = Buffer.from(answered(site, '/portal/sign-in')?.body ?? []).toString();
    for (const part of [
      'href="/portal/assets/style.css"',
      'src="/portal/assets/sign-in.js"',
      'href="/portal/brand.css"',
      'href="/icon.svg"',
    ])
      expect(html).toContain(part);
    expect(html).not.toContain('{at}');
    expect(answered(site, '/portal/assets/mark.svg')?.status).toBe(200);
    for (const path of ['/sign-in', '/portal', '/portalsign-in', '/assets/mark.svg', '/Portal/sign-in'])
      expect([path, answered(site, path)]).toEqual([path, undefined]);
  });

  it('are nowhere if the function answers no path of the request, whatever the path', () => {
    for (const at of [
      () => undefined,
      () => '/south',
      () => '//north',
      () => '/north/',
      () => '/..',
      () => '"><script>',
      () => 7 as never,
    ])
      expect(answered({ at }, '/north/sign-in')).toBeUndefined();
    const first = { at: (path: string) => `/${path.split('/')[1]}` };
    for (const path of ['/..//sign-in', '/%2e/sign-in', '/a"b/sign-in', '//sign-in', '/./sign-in', '/{at}/sign-in'])
      expect([path, answered(first, path)]).toEqual([path, undefined]);
    expect(answered(first, '/north/sign-in')?.status).toBe(200);
  });

  it('refuse a fixed path that no request has', () => {
    for (const at of ['portal', '/portal/', '/', '/a b', '/..', '//x', '/x?y', '/"'])
      expect(() => pages({ at }), at).toThrow(TypeError);
  });
});
