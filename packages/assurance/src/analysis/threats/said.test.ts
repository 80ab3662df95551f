import { definePolicy, METHODS } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { threatWorld } from './host.ts';
import { saying } from './said.ts';
import { linkId, NOTHING, type Target } from './target.ts';

describe('the words of a provider', () => {
  const trusted = {
    mailDomains: ['corp.example'],
    trust: [
      { acr: 'mfa', strength: 'enhanced' },
      { acr: 'gold', strength: 'baseline' },
    ],
  } as const;
  const policy = definePolicy(
    { providers: { corp: trusted, other: trusted } },
    { methods: METHODS, providers: ['corp', 'other'] },
  );
  const linked = { by: 'owner', setUpBy: undefined } as const;
  const corp = { ...linked, provider: 'corp' };
  const account: Target = { ...NOTHING, links: [corp, { ...linked, provider: 'other' }] };
  const heard = (acr: string) =>
    saying(threatWorld(policy), account, [
      { method: 'sso', at: threatWorld(policy).now, provider: 'corp', acr, binding: linkId(corp) },
    ]).links.map(({ said }) => said);

  it('N16 stay with the identity that the provider asserted, and do not reach the same holder’s identity at another', () => {
    expect(heard('mfa')).toEqual([[{ acr: 'mfa', amr: undefined }], undefined]);
  });

  it('N16 stay after a sign-in with less, and are in one order', () => {
    const { now } = threatWorld(policy);
    const heardAll = (...all: readonly string[]) =>
      saying(
        threatWorld(policy),
        account,
        all.map((acr) => ({ method: 'sso', at: now, provider: 'corp', acr, binding: linkId(corp) })),
      );
    const said = [{ acr: 'gold' }, { acr: 'mfa' }];
    expect(heardAll('gold', 'mfa').links[0]?.said).toEqual(said);
    expect(heardAll('mfa', 'gold')).toEqual(heardAll('gold', 'mfa'));
    const after = heardAll('mfa', 'gold');
    const less = { method: 'sso', at: now, provider: 'corp', binding: linkId(corp) } as const;
    expect(saying(threatWorld(policy), after, [less, { ...less, acr: 'mfa' }])).toBe(after);
  });

  it('N16 are not kept if no pattern of the policy counts them', () => {
    expect(heard('unknown')).toEqual([undefined, undefined]);
  });
});
