import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { continuedPath, localPath, nextPath, withNext } from './location.ts';

beforeEach(() => vi.stubGlobal('location', { origin: 'http://localhost:3000', pathname: '/sign-in', search: '' }));
afterEach(() => vi.unstubAllGlobals());

describe('where a sign-in goes on', () => {
  it.each(['/account', '/admin/people?id=a%20b', '/vault#top'])('keeps the path %s', (path) => {
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
    '/x/../auth/sign-in/sso/evil',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/.\\/evil.example',
    '/\t.//evil.example',
    'account',
    '',
  ])('never leaves the site: %j', (path) => {
    expect(localPath(path)).toBeUndefined();
  });

  it('is the account where nothing else was asked for', () => {
    expect(nextPath()).toBe('/account');
    vi.stubGlobal('location', { origin: 'http://localhost:3000', search: '?next=//evil.example' });
    expect(nextPath()).toBe('/account');
    expect(withNext('/enroll')).toBe('/enroll');
  });

  it('is carried from page to page', () => {
    vi.stubGlobal('location', { origin: 'http://localhost:3000', search: '?next=/admin' });
    expect(withNext('/enroll')).toBe('/enroll?next=%2Fadmin');
  });

  it('is where the host said it goes on, on this site alone', () => {
    expect(continuedPath({ location: '/saml/continue?request=1' })).toBe('/saml/continue?request=1');
    for (const other of [undefined, null, 'x', {}, { location: 1 }, { location: '//evil.example' }]) {
      expect(continuedPath(other)).toBeUndefined();
    }
  });
});
