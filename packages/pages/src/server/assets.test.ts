import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assetsIn, cachingOf } from './assets.ts';

const parent = mkdtempSync(join(tmpdir(), 'sallyport-assets-'));
const folder = join(parent, 'assets');
mkdirSync(join(folder, 'a'), { recursive: true });
for (const file of ['style.css', 'style.css.map', 'package.json', 'a/b.js', '../server.js'])
  writeFileSync(join(folder, file), 'p {}');
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const asset = assetsIn(folder);

describe('assets', () => {
  it('are the scripts and style sheets of the folder, and the mark', () => {
    expect(asset('/assets/style.css')?.type).toBe('text/css; charset=utf-8');
    expect(asset('/assets/style.css')?.body.toString()).toBe('p {}');
    expect(asset('/assets/mark.svg')?.type).toBe('image/svg+xml');
  });

  it.each([
    '/assets/../server.js',
    '/assets/..%2fserver.js',
    '/assets/',
    '/assets/no-such.js',
    '/assets/a/b.js',
    '/style.css',
    '/assets/package.json',
    '/assets/style.css.map',
  ])('have nothing at %s', (path) => {
    expect(asset(path)).toBeUndefined();
  });

  it('may be kept for good if the name changes with the content', () => {
    expect(cachingOf('/assets/chunk-X7HM5WYL.js')).toContain('immutable');
    expect(cachingOf('/assets/sign-in.js')).toBe('no-cache');
    expect(cachingOf('/assets/admin-policy.js')).toBe('no-cache');
    expect(cachingOf('/assets/style.css')).toBe('no-cache');
  });
});
