import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from './index.ts';

/** The path with its letters and signs of ASCII decoded, as a server could read the path. */
const decoded = (path: string): string =>
  path.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

describe('a path of this site', () => {
  it.each([
    '/account',
    '/admin/people?id=a%20b',
    '/vault#top',
    '/people/ada%40example.org',
    '/files/x%5B1%5D',
    '/x%7Ey',
    '/a;b',
    '/100%25',
  ])('keeps the path %s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/.//evil.example',
    '/auth/sign-in/sso/evil',
    '/AUTH/sign-in/sso/evil',
    '/%61uth/sign-in/sso/evil',
    '/auth%2Fsign-in/sso/evil',
    '/x/..%2fauth/sign-in/sso/evil',
    '/.;/auth/sign-in/sso/evil',
    '/auth;x/sign-in/sso/evil',
    '/x%3f%2f..%2fauth%2fsign-in%2fsso%2fevil',
    '/x%23%2f..%2fauth%2fsign-in%2fsso%2fevil',
    '/a%252fb%2f..%2fauth%2fsign-in%2fsso%2fevil',
    '/%61uth/sign-in/sso/evil;%2f..%2f..%2f..%2f..%2fx',
    '/%2561uth/sign-in/sso/evil',
    '/x;y%2f..%2f..%2fauth/sign-in/sso/evil',
    '/%252525252561uth/sign-in',
    '/x/../auth/sign-in/sso/evil',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/.\\/evil.example',
    '/\n/evil.example',
    '/\r\\evil.example',
    '//ada@evil.example',
    '//ada:secret@evil.example/',
    '/%2F/evil.example',
    '/%5C/evil.example',
    '//nowhere.invalid/account',
    '//elsewhere.invalid/account',
    '//localhost:3000/account',
    ' /account',
    '\u0000/account',
    '/\t.//evil.example',
    'account',
    '',
  ])('never leaves the site: %j', (path) => {
    expect(localPath(path)).toBeUndefined();
  });

  it('is none of the contract, wherever the contract is', () => {
    expect(localPath('/api/login/sign-in/sso/evil', '/api/login')).toBeUndefined();
    expect(localPath('/auth/x', '/api/login')).toBe('/auth/x');
    expect(localPath(undefined)).toBeUndefined();
  });

  it('of every text that a page could get, is undefined or stays on the site, in a page and on a server', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '\\',
        '.',
        '..',
        ':',
        '@',
        '?',
        '#',
        ';',
        '%2f',
        '%5C',
        '%2e',
        '%3f',
        '%23',
        '%25',
        '%252f',
        '%61',
        '\t',
        '\n',
        '\r',
        '\0',
        ' ',
      ),
      fc.constantFrom(
        'auth',
        'AUTH',
        'evil.example',
        'nowhere.invalid',
        'ada:secret@',
        'https:',
        'javascript:',
        'data:',
        '[::1]',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const sites = ['https://app.example', 'http://localhost:3000', 'http://evil.example'];
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `/${rest}`),
        ),
        (path) => {
          const local = localPath(path);
          if (local === undefined) return;
          for (const site of sites) {
            const url = new URL(local, `${site}/sign-in?next=`);
            expect(url.origin).toBe(site);
            expect(url.pathname + url.search + url.hash).toBe(local);
            expect(decoded(url.pathname)).not.toMatch(/^\/auth\/|^\/[/\\]/i);
          }
          expect(localPath(local)).toBe(local);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
