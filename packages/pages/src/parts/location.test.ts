import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { continuedPath, isFormUnsent, nextPath, withNext } from './location.ts';

beforeEach(() => vi.stubGlobal('location', { origin: 'http://localhost:3000', pathname: '/sign-in', search: '' }));
afterEach(() => vi.unstubAllGlobals());

describe('where a sign-in goes on', () => {
  it('is the account where nothing else was asked for', () => {
    expect(nextPath()).toBe('/account');
    vi.stubGlobal('location', { origin: 'http://localhost:3000', search: '?next=//evil.example' });
    expect(nextPath()).toBe('/account');
    expect(withNext('/enroll')).toBe('/enroll');
  });

  it('is carried from page to page', () => {
    vi.stubGlobal('location', { origin: 'http://localhost:3000', search: '?next=/admin' });
    expect(withNext('/enroll')).toBe('/enroll?next=%2Fadmin');
    expect(isFormUnsent()).toBe(false);
    vi.stubGlobal('location', { origin: 'http://localhost:3000', search: '?next=/payout&unsent=form' });
    expect(withNext('/enroll')).toBe('/enroll?next=%2Fpayout&unsent=form');
    expect(isFormUnsent()).toBe(true);
  });

  it('is where the host said it goes on, on this site alone', () => {
    expect(continuedPath({ location: '/saml/continue?request=1' })).toBe('/saml/continue?request=1');
    for (const other of [undefined, null, 'x', {}, { location: 1 }, { location: '//evil.example' }]) {
      expect(continuedPath(other)).toBeUndefined();
    }
  });
});
