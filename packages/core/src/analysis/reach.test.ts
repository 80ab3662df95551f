import { describe, expect, it } from 'vitest';
import { account, key, WITH_MAIL } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy.ts';
import type { AccountFacts } from '../requirements/account-facts.ts';
import { couldAdminister, reachOf } from './reach.ts';

const CORP: PolicyInput['providers'] = {
  corp: { trust: [{ acr: 'mfa', strength: 'baseline' }], mailDomains: ['corp.example'] },
};
const ENHANCED: PolicyInput = { requiredStrength: 'enhanced' };

describe('N5 how an account fares', () => {
  it.each([
    ['passes', {}, account(WITH_MAIL), 'unaffected'],
    ['passes by a provider that says what is trusted', { providers: CORP }, account({ sso: ['corp'] }), 'unaffected'],
    ['has to enroll', ENHANCED, account(WITH_MAIL), 'must-enroll'],
    [
      'enrolls by a provider whose word stands for two proofs',
      { ...ENHANCED, providers: CORP },
      account({ sso: ['corp'] }),
      'must-enroll',
    ],
    ['waits for a code', ENHANCED, account({ password: 'independent' }), 'stranded'],
    ['has no way in', { methods: ['sso'] }, account({ ...WITH_MAIL, passkeys: [key()] }), 'stranded'],
    ['has nothing', {}, account({}), 'stranded'],
    ['is blocked, which is not the policy', {}, account(WITH_MAIL, { blocked: true }), 'unaffected'],
    [
      'would need its provider to say two things at once',
      {
        requiredStrength: 'gold',
        roles: { a: { requiredStrength: 'silver' } },
        strengths: {
          gold: { anyOf: [[{ method: 'sso', acr: ['gold'] }]] },
          silver: { anyOf: [[{ method: 'sso', acr: ['silver'] }]] },
        },
      },
      account({ sso: ['corp'] }, { roles: ['a'] }),
      'stranded',
    ],
  ] as const)('%s', (_, input: PolicyInput, who: AccountFacts, impact) => {
    expect(reachOf(definePolicy(input), who).impact).toBe(impact);
  });

  it('an enrollment code that is out makes the one who waits for it enroll', () => {
    expect(reachOf(definePolicy(ENHANCED), account({ password: 'independent' }), true).impact).toBe('must-enroll');
  });

  it.each(['agold', 'zgold'])('enrolls by whichever word of its provider opens it, beside %s', (other) => {
    const policy = definePolicy({
      ...ENHANCED,
      strengths: { gold: { anyOf: [[{ method: 'passkey', attested: true }]] } },
      providers: {
        corp: {
          trust: [
            { acr: 'mfa', strength: 'baseline' },
            { acr: other, strength: 'gold' },
          ],
        },
      },
    });
    expect(reachOf(policy, account({ sso: ['corp'] })).impact).toBe('must-enroll');
  });

  it('is told why by the local way, and not that its provider is preferred', () => {
    const policy = definePolicy({ preferSso: 'corp', providers: CORP });
    expect(reachOf(policy, account({})).because.map(({ code }) => code)).not.toContain('sso-preferred');
  });

  it('could administer only if it signs in, too, with what its own rule asks for', () => {
    const strict = account(WITH_MAIL, { requiredStrength: 'unheard-of' });
    const impactOf = (who: AccountFacts) => reachOf(definePolicy({}), who).impact;
    expect(couldAdminister(strict, impactOf)).toBe(false);
    expect(couldAdminister(account(WITH_MAIL), impactOf)).toBe(true);
  });
});
