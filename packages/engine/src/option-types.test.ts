import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createSallyport, type SallyportOptions } from './index.ts';

const SOUND = {
  origin: 'https://app.example',
  secrets: ['a secret that is long enough to be one'],
  store: memoryStore(),
};

describe('the type of the options', () => {
  it('X20 refuses a misspelt strength of the policy, and knows the strengths that the policy defines', () => {
    // @ts-expect-error no strength has this name
    expect(() => createSallyport({ ...SOUND, policy: { requiredStrength: 'baselin' } })).toThrow("mean 'baseline'?");
    const key = { anyOf: [[{ method: 'passkey' }]] } as const;
    const auth = createSallyport({ ...SOUND, policy: { strengths: { key }, requiredStrength: 'key' } });
    expectTypeOf(auth.strengths[0]).toEqualTypeOf<
      'single' | 'baseline' | 'enhanced' | 'phishing-resistant' | 'key' | undefined
    >();
    expect(auth.strengths).toContain('key');
  });

  it('X20 refuses what is no duration', () => {
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => createSallyport({ ...SOUND, rolesWithin: '5 min' })).toThrow("rolesWithin is '5 min'");
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => createSallyport({ ...SOUND, eventRetention: { others: 'never' } })).toThrow("is 'never'");
    // @ts-expect-error a whole number of milliseconds, or a second
    expect(() => createSallyport({ ...SOUND, sessionCheck: { reuse: '2s' } })).toThrow("reuse is '2s'");
    expectTypeOf<{ reuse: '250ms' }>().toExtend<SallyportOptions['sessionCheck']>();
    expectTypeOf<{ reuse: 'a moment' }>().not.toExtend<SallyportOptions['sessionCheck']>();
    expectTypeOf<{ openWithin: 'soon' }>().not.toExtend<Pick<SallyportOptions, 'openWithin'>>();
    expectTypeOf<{ directoryRechecks: '1h' }>().toExtend<Pick<SallyportOptions, 'directoryRechecks'>>();
    expectTypeOf<{ providerRolesWithin: 'a day' }>().not.toExtend<Pick<SallyportOptions, 'providerRolesWithin'>>();
  });

  it('X20 refuses a strength that the policy does not define, where a session is asked or raised', () => {
    const key = { anyOf: [[{ method: 'passkey' }]] } as const;
    const { authorize, signIn } = createSallyport({
      ...SOUND,
      policy: { strengths: { key }, requiredStrength: 'key' },
    });
    expectTypeOf<{ strength: 'key'; within: '5m' }>().toExtend<Parameters<typeof authorize>[1]>();
    expectTypeOf<{ strength: 'kay' }>().not.toExtend<Parameters<typeof authorize>[1]>();
    expectTypeOf<{ strength: 'key' }>().toExtend<Parameters<typeof signIn.stepUp>[2]>();
    expectTypeOf<{ strength: 'kay' }>().not.toExtend<Parameters<typeof signIn.stepUp>[2]>();
  });
});
