import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ALICE, startProvider, type TestProvider } from './provider.test-support.ts';
import { corp, leave, returned } from './round-trip.test-support.ts';

const METADATA = '/.well-known/openid-configuration';

/** Leaves for the provider several times in turn, and returns each path or error code. */
async function leavings(sso: ReturnType<typeof corp>, times: number): Promise<readonly string[]> {
  const words: string[] = [];
  for (let turn = 0; turn < times; turn += 1)
    words.push(
      await leave(sso).then(
        ({ location }) => location.pathname,
        ({ code }: { readonly code: string }) => code,
      ),
    );
  return words;
}

describe('X7 how often a provider is asked for its discovery document', () => {
  let provider: TestProvider;
  const asked = (): number => provider.asked.get(METADATA) ?? 0;
  beforeEach(async () => {
    // The discovery cache uses the fake clock; the requests are real.
    vi.useFakeTimers({ toFake: ['Date'] });
    provider = await startProvider();
  });
  afterEach(async () => {
    await provider.stop();
    vi.useRealTimers();
  });

  test('three times in ten seconds at most, however many leave in turn or at once', async () => {
    const sso = corp(provider.issuer);
    expect(new Set(await leavings(sso, 50))).toEqual(new Set(['/auth']));
    await Promise.all(Array.from({ length: 50 }, () => leave(sso)));
    expect(asked()).toBe(3);
    vi.advanceTimersByTime(9_999);
    await leavings(sso, 5);
    expect(asked()).toBe(3);
    vi.advanceTimersByTime(1);
    await leavings(sso, 5);
    expect(asked()).toBe(6);
  });

  test('and not at all for those who come back within the hour', async () => {
    const sso = corp(provider.issuer);
    const back = await returned(sso, ALICE);
    await provider.stop();
    expect(asked()).toBe(1);
    vi.advanceTimersByTime(3_599_999);
    await expect(sso.logout?.({ returnTo: 'http://localhost:9/signed-out' })).resolves.toContain(provider.issuer);
    expect(back.kept).toHaveProperty('nonce');
  });

  test('as seldom where it is down: that it is down is remembered, and forgotten after ten seconds', async () => {
    const sso = corp(provider.issuer);
    const origin = new URL(provider.issuer);
    const requests: string[] = [];
    let isDown = true;
    const counted = corp(origin.origin, {
      fetch: (...request) => {
        requests.push(String(request[0]));
        if (isDown) throw new TypeError('fetch failed');
        return fetch(...request);
      },
    });
    expect(new Set(await leavings(counted, 50))).toEqual(new Set(['provider-unavailable']));
    expect(requests).toHaveLength(3);
    isDown = false;
    expect(await leavings(counted, 1)).toEqual(['provider-unavailable']);
    vi.advanceTimersByTime(10_000);
    expect(await leavings(counted, 2)).toEqual(['/auth', '/auth']);
    expect(requests).toHaveLength(5);
    expect(await leavings(sso, 1)).toEqual(['/auth']);
  });

  test('a provider that went down is noticed within ten seconds', async () => {
    const sso = corp(provider.issuer);
    await leavings(sso, 50);
    await provider.stop();
    expect(await leavings(sso, 1)).toEqual(['/auth']);
    vi.advanceTimersByTime(10_000);
    expect(await leavings(sso, 3)).toEqual(Array.from({ length: 3 }, () => 'provider-unavailable'));
  });
});
