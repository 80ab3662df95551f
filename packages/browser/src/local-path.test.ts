import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localPath } from './index.ts';

beforeEach(() => vi.stubGlobal('location', { origin: 'http://localhost:3000' }));
afterEach(() => vi.unstubAllGlobals());

describe('a path of this site', () => {
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

  it('is none of the contract, wherever the contract is', () => {
    expect(localPath('/api/login/sign-in/sso/evil', '/api/login')).toBeUndefined();
    expect(localPath('/auth/x', '/api/login')).toBe('/auth/x');
    expect(localPath(undefined)).toBeUndefined();
  });
});
