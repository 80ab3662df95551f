import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { continuedPath, isFormUnsent, keepNext, nextPath, restoreNext, withNext } from './location.ts';

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

  it('X21 is kept until the mailed link of a sign-up, for an hour, once, and on this site alone', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
    const page = { origin: 'http://localhost:3000', pathname: '/sign-up', search: '' };
    const cameBack = (): string => {
      vi.stubGlobal('location', page);
      const replaceState = vi.fn();
      vi.stubGlobal('history', { state: null, replaceState });
      restoreNext('mailbox');
      return replaceState.mock.calls[0]?.[2] ?? 'nothing';
    };
    const leavesFrom = (search: string): void => {
      vi.stubGlobal('location', { ...page, search });
      keepNext('mailbox');
    };
    vi.useFakeTimers({ now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    leavesFrom('?next=/reports&unsent=form');
    vi.setSystemTime(60 * 60_000);
    expect(cameBack()).toBe('/sign-up?next=%2Freports&unsent=form');
    expect(cameBack()).toBe('nothing');
    leavesFrom('?next=/reports');
    vi.setSystemTime(2 * 60 * 60_000 + 1);
    expect(cameBack()).toBe('nothing');
    leavesFrom('?next=/reports');
    leavesFrom('?next=//evil.example');
    expect(cameBack()).toBe('nothing');
    kept.set('sallyport.next', JSON.stringify({ next: '//evil.example', at: Date.now() }));
    expect(cameBack()).toBe('nothing');
  });
});
