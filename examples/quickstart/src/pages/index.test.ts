import { describe, expect, it } from 'vitest';
import { asset, cachingOf, pages } from './index.ts';

describe('the pages', () => {
  const all = [true, false].flatMap((ssoDemo) => pages({ ssoDemo }));

  it('are the ones the demo promises, and mail for a person', () => {
    expect(
      pages({ ssoDemo: false })
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(
      [
        '/',
        '/account',
        '/admin',
        '/admin/policy',
        '/admin/security',
        '/enroll',
        '/mail',
        '/sign-in',
        '/vault',
      ].toSorted(),
    );
  });

  const everywhere = all.flatMap(({ path, html }) =>
    Object.entries(html).map(([language, text]) => [path, language, text] as const),
  );

  it.each(everywhere)('%s says that it is in %s', (_path, language, html) => {
    expect(html).toContain(`<html lang="${language}">`);
  });

  it.each(everywhere)('%s works under the strict policy, in %s', (_path, _language, html) => {
    expect(html).not.toMatch(/\son\w+=|\sstyle=|<style|javascript:/i);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//i);
    for (const [script] of html.matchAll(/<script[^>]*>[^<]*/g)) {
      expect(script).toMatch(/^<script type="module" src="\/assets\/[\w-]+\.js">$/);
    }
  });
});

describe('assets', () => {
  it('has the mark', () => {
    expect(asset('/assets/mark.svg')?.type).toBe('image/svg+xml');
  });

  it.each([
    '/assets/../package.json',
    '/assets/..%2fmain.js',
    '/assets/',
    '/assets/no-such.js',
    '/assets/a/b.js',
    '/package.json',
    '/assets/style.css.map',
  ])('has nothing at %s', (path) => {
    expect(asset(path)).toBeUndefined();
  });

  it('may be kept for good where its name changes with its content', () => {
    expect(cachingOf('/assets/chunk-X7HM5WYL.js')).toContain('immutable');
    expect(cachingOf('/assets/sign-in.js')).toBe('no-cache');
    expect(cachingOf('/assets/admin-security.js')).toBe('no-cache');
    expect(cachingOf('/assets/style.css')).toBe('no-cache');
  });
});
