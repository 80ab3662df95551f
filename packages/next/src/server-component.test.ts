import { StoreUnavailable } from '@sallyport/engine';
import { fakeSallyport, live, ORIGIN, SESSION } from '@sallyport/test-support/adapters/fake-sallyport';
import { HeadersAdapter } from 'next/dist/server/web/spec-extension/adapters/headers.js';
import { describe, expect, it, vi } from 'vitest';
import { InvalidDemand, sallyport, UnknownStrength } from './index.ts';

const cookie = `sallyport-session=${SESSION}`;

/** The result of `await headers()` in a server component: Next's sealed headers. */
const headersOf = (sent: Record<string, string>): Headers => HeadersAdapter.seal(new Headers(sent));

describe('X26 a server component', () => {
  const guard = sallyport(fakeSallyport().auth);

  it('has the session of whoever asked for the page', async () => {
    expect(await guard.check(headersOf({ cookie }))).toEqual({ session: live });
    expect(await guard.check(headersOf({}))).toEqual({ refused: 'no-session' });
  });

  it('is told whether a step-up would be enough, and to what', async () => {
    const headers = headersOf({ cookie });
    expect(await guard.check(headers, 'baseline', { within: '5m' })).toEqual({ session: live });
    const refused = 'insufficient-strength';
    const demand = { strength: 'phishing-resistant' };
    expect(await guard.check(headers, 'phishing-resistant')).toStrictEqual({ refused, demand });
    expect(await guard.check(headers, 'baseline', { within: '30s' })).toStrictEqual({
      refused,
      demand: { strength: 'baseline', within: '30s' },
    });
    // @ts-expect-error a whole number and a unit make a duration
    await expect(guard.check(headers, 'baseline', { within: 'soon' })).rejects.toThrow(InvalidDemand);
    await expect(guard.check(headers, 'enhnaced')).rejects.toThrow(UnknownStrength);
  });

  it('X41 enters the organisation that the component names, and is told of it', async () => {
    const { auth } = fakeSallyport();
    const asked: unknown[] = [];
    vi.spyOn(auth.sessions, 'guard').mockImplementation(async (_, needed) => {
      asked.push(needed);
      return { refused: 'insufficient-strength', demand: { strengths: ['enhanced'] }, in: 'acme' };
    });
    const org = 'acme';
    expect(
      await sallyport(auth).check(headersOf({ cookie }), undefined, { in: (sent) => sent.has('cookie') && org }),
    ).toStrictEqual({ refused: 'insufficient-strength', demand: { strength: 'enhanced', in: 'acme' } });
    expect(asked).toEqual([{ needs: 'session', in: 'acme' }]);
    // @ts-expect-error a component has no reply that could lead on to a page
    await sallyport(auth).check(headersOf({ cookie }), undefined, { signInPage: '/sign-in' });
  });

  it('refuses an action of another site', async () => {
    expect(await guard.check(headersOf({ cookie, origin: ORIGIN }))).toEqual({ session: live });
    expect(await guard.check(headersOf({ cookie, 'next-action': 'x', 'sec-fetch-site': 'same-origin' }))).toEqual({
      session: live,
    });
    for (const [name, value] of [
      ['origin', 'https://evil.example'],
      ['next-action', 'x'],
    ] as const) {
      expect(await guard.check(headersOf({ cookie, [name]: value }))).toEqual({ refused: 'cross-site' });
    }
  });

  it('X17 is told that the store does not answer', async () => {
    const { auth } = fakeSallyport();
    vi.spyOn(auth.sessions, 'guard').mockRejectedValue(new StoreUnavailable());
    expect(await sallyport(auth).check(headersOf({ cookie }))).toEqual({ refused: 'store-unavailable' });
  });
});
