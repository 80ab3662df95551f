import { describe, expect, it } from 'vitest';
import { decide } from '../flow/decide.ts';
import { openFlow } from '../flow/flow.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { account, key, NOW, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

const TRUSTED: PolicyInput = { providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] }, club: {} } };
const DORA = account({ ...WITH_MAIL, sso: ['corp', 'club'] });

function confirmed(policy: PolicyInput, evidence: readonly Evidence[], who: AccountFacts = DORA) {
  const scope = { tenant: 't', accountId: 'a', flowId: 'f', policyVersion: 1 };
  const context = { policy: definePolicy(policy), account: who, now: NOW, scope };
  return decide(openFlow('sign-in', evidence), { type: 'ask' }, context).confirmedBy;
}

describe('X14 the providers that confirmed a person, while more is asked for', () => {
  it('are named, and with what their word counts as one', () => {
    expect(confirmed(TRUSTED, [sso()])).toEqual([{ provider: 'corp', moreIsEnough: true }]);
    expect(confirmed(TRUSTED, [password(), sso()])).toEqual([
      { provider: 'corp', asOneWith: [{ method: 'password' }], moreIsEnough: true },
    ]);
    expect(confirmed({}, [sso('club'), sso()])).toEqual([
      { provider: 'club', asOneWith: [{ method: 'sso', provider: 'corp' }] },
      { provider: 'corp', asOneWith: [{ method: 'sso', provider: 'club' }] },
    ]);
    const withDirectory = account({ ldap: true, mailDomain: 'corp.example', sso: ['corp'] });
    expect(confirmed({}, [proof('ldap'), sso()], withDirectory)).toEqual([
      { provider: 'corp', asOneWith: [{ method: 'ldap' }] },
    ]);
  });

  it('count as one with a password before a set-up too', () => {
    const contractor: PolicyInput = { ...TRUSTED, requiredStrength: 'enhanced' };
    expect(confirmed(contractor, [password(), sso()])).toEqual([
      { provider: 'corp', asOneWith: [{ method: 'password' }], moreIsEnough: true },
    ]);
  });

  it('do not count as one with a password where the two together lead further than each alone', () => {
    const both: PolicyInput = {
      strengths: { both: { anyOf: [[{ method: 'password' }, { method: 'sso' }, { method: 'email-code' }]] } },
      requiredStrength: 'both',
    };
    expect(confirmed(both, [password(), sso()])).toEqual([{ provider: 'corp' }]);
    // The provider reads the mailbox, so the code is a second proof beside the password alone.
    const reads: PolicyInput = { providers: { corp: { mailDomains: ['corp.example'] } } };
    expect(confirmed(reads, [password(), sso()])).toEqual([{ provider: 'corp' }]);
  });

  it('do not count as one with a password where neither counts, or where the policy trusts what the provider reported', () => {
    const passkey: PolicyInput = { ...TRUSTED, requiredStrength: 'phishing-resistant' };
    const who = account({ ...DORA.factors, passkeys: [key()] });
    for (const acr of ['mfa', undefined])
      expect(confirmed(passkey, [password(), sso('corp', { acr })], who)?.[0]?.asOneWith).toBeUndefined();
    const whole: PolicyInput = {
      providers: { corp: { trust: [{ strength: 'baseline' }] } },
      requiredStrength: 'enhanced',
    };
    expect(confirmed(whole, [password(), sso()])?.[0]?.asOneWith).toBeUndefined();
  });

  it('are nobody without a sign-in at a provider, after a grant, and where single sign-on is not allowed', () => {
    expect(confirmed(TRUSTED, [password()])).toBeUndefined();
    expect(confirmed(TRUSTED, [sso('corp', { acr: 'mfa' })])).toBeUndefined();
    expect(confirmed({ methods: ['password'] }, [password(), sso()])).toBeUndefined();
  });
});
