import { expect, it } from 'vitest';
import { trustedProviders } from './trusted-providers.ts';

it('the policy trusts the reports of a provider if a report makes its proof count more', () => {
  const providers = {
    corp: { trust: [{ acr: 'two', strength: 'enhanced' }] },
    other: { trust: [{ amr: ['otp'], strength: 'baseline' }] },
    always: { trust: [{ strength: 'baseline' }] },
    plain: { mailDomains: ['plain.example'] },
  };
  expect(trustedProviders({ providers })).toEqual(['corp', 'other']);
  expect(trustedProviders({})).toEqual([]);
});
