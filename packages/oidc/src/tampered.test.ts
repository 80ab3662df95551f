import type { ProviderKept } from '@sallyport/store/providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALICE, type Dates, startProvider, type TestProvider } from './provider.test-support.ts';
import { corp, judge, leave, now, returned } from './round-trip.test-support.ts';

describe.each<[string, Dates | undefined]>([
  ['a number', undefined],
  ['a text', String],
])('with %s as the date', (_form, dates) => {
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startProvider({}, undefined, dates);
  });
  afterAll(() => provider.stop());

  describe('what was tampered with on the way', () => {
    const refused = { outcome: 'refused', why: expect.any(String) };

    test.each([
      ['another state', { state: 'of another' }, 'unexpected "state" response parameter value'],
      [
        'another issuer (mix-up)',
        { iss: 'https://evil.example' },
        'unexpected "iss" (issuer) response parameter value',
      ],
      ['another code', { code: 'made up' }, 'the provider answered invalid_grant'],
      ['no code', { code: '' }, 'no authorization code in "callbackParameters"'],
      ['an id_token in the query', { id_token: 'a.b.c' }, 'implicit and hybrid flows are not supported'],
      [
        'an error that no standard has',
        { error: 'Bearer of news\n[error] all is lost' },
        'the provider sent the person back with an error',
      ],
      ['an error beside it', { error: 'invalid_request' }, 'the provider sent the person back with invalid_request'],
    ])('%s is refused', async (_, change, why) => {
      const sso = corp(provider.issuer);
      const back = await returned(sso, ALICE);
      expect(await judge(sso, { ...back, parameters: { ...back.parameters, ...change } })).toEqual({ ...refused, why });
      // Control: the unchanged callback still works, so the refused one did not consume the code.
      expect((await judge(sso, back)).outcome).toBe('signed-in');
    });

    test.each(['state', 'iss', 'code'])('a callback without %s is refused', async (name) => {
      const sso = corp(provider.issuer);
      const back = await returned(sso, ALICE);
      const { [name]: _, ...parameters } = back.parameters;
      expect(await judge(sso, { ...back, parameters })).toEqual(refused);
    });

    test('the refusal of another state does not cancel', async () => {
      const sso = corp(provider.issuer);
      const back = await returned(sso, { cancel: true });
      expect(await judge(sso, back, { state: 'of another' })).toEqual(refused);
      const elsewhere = { ...back, parameters: { ...back.parameters, iss: 'https://evil.example' } };
      expect(await judge(sso, elsewhere)).toEqual(refused);
    });

    test.each([
      ['nonce', 'unexpected ID Token "nonce" claim value'],
      ['verifier', 'the provider answered invalid_grant'],
    ])('what another browser kept as %s does not fit', async (name, why) => {
      const sso = corp(provider.issuer);
      const back = await returned(sso, ALICE);
      const other = await leave(sso);
      const kept = { ...back.kept, [name]: other.kept[name] ?? null };
      expect(await judge(sso, { ...back, kept })).toEqual({ ...refused, why });
    });

    const notWhole: readonly ProviderKept[] = [
      {},
      { nonce: 'n' },
      { nonce: 1, verifier: 'v' },
      { nonce: 'n', verifier: 2 },
    ];
    test.each(notWhole)('what was kept and is not whole is refused: %o', async (kept) => {
      const sso = corp(provider.issuer);
      const { parameters } = await returned(sso, ALICE);
      expect(await judge(sso, { kept, parameters })).toEqual(refused);
    });

    test('a code that comes twenty times at once makes one identity at most', async () => {
      for (const sso of [corp(provider.issuer), corp(provider.issuer, { scopes: ['openid'] })]) {
        const back = await returned(sso, ALICE);
        const answers = await Promise.all(Array.from({ length: 20 }, () => judge(sso, back)));
        expect(answers.filter(({ outcome }) => outcome === 'signed-in').length).toBeLessThanOrEqual(1);
        expect(answers.every(({ outcome }) => outcome === 'signed-in' || outcome === 'refused')).toBe(true);
        expect(await judge(sso, back)).toEqual(refused);
      }
    });

    test('the secret of another app is refused without showing it', async () => {
      const sso = corp(provider.issuer, { clientSecret: 'wrong' });
      expect(await judge(sso, await returned(sso, ALICE))).toEqual({
        outcome: 'refused',
        why: 'the provider does not accept the credentials it was asked with',
      });
    });

    test('an id_token is judged by the clock of the engine', async () => {
      const sso = corp(provider.issuer);
      const late = await judge(sso, await returned(sso, ALICE), { now: now() + 3_600_000 + 31_000 });
      expect(late).toEqual({ ...refused, why: expect.stringContaining('"exp"') });
      const early = await judge(sso, await returned(sso, ALICE), { now: now() - 60_000 });
      expect(early).toEqual({ ...refused, why: 'the id_token is from the future (iat)' });
    });
  });
});
