import { describe, expect, it } from 'vitest';
import { decide } from '../flow/decide.ts';
import { type Flow, openFlow } from '../flow/flow.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { milliseconds } from '../time/duration.ts';
import { account, key, NOW, passkey, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

const TRUSTED: PolicyInput<string> = {
  providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] }, club: {} },
};
const DORA = account({ ...WITH_MAIL, sso: ['corp', 'club'] });

function confirmed(
  policy: PolicyInput<string>,
  evidence: readonly Evidence[],
  who: AccountFacts = DORA,
  demand?: Flow['demand'],
) {
  const scope = { tenant: 't', accountId: 'a', flowId: 'f', policyVersion: 1 };
  const context = { policy: definePolicy(policy), account: who, now: NOW, scope };
  const flow = openFlow(demand === undefined ? 'sign-in' : 'step-up', evidence, demand);
  return decide(flow, { type: 'ask' }, context).confirmedBy;
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
    const contractor: PolicyInput<string> = { ...TRUSTED, requiredStrength: 'enhanced' };
    expect(confirmed(contractor, [password(), sso()])).toEqual([
      { provider: 'corp', asOneWith: [{ method: 'password' }], moreIsEnough: true },
    ]);
  });

  it('do not count as one with a password where the two together lead further than each alone', () => {
    const both: PolicyInput<string> = {
      strengths: { both: { anyOf: [[{ method: 'password' }, { method: 'sso' }, { method: 'email-code' }]] } },
      requiredStrength: 'both',
    };
    expect(confirmed(both, [password(), sso()])).toEqual([{ provider: 'corp' }]);
    // The provider reads the mailbox, so the code is a second proof beside the password alone.
    const reads: PolicyInput<string> = { providers: { corp: { mailDomains: ['corp.example'] } } };
    expect(confirmed(reads, [password(), sso()])).toEqual([{ provider: 'corp' }]);
  });

  it('do not count as one with a password that the mailbox set, also if the proof does not say so', () => {
    const policy: PolicyInput<string> = { recovery: { mailboxAlone: 'refuse' } };
    const shown: readonly Evidence[] = [{ method: 'password', at: NOW }, sso()];
    expect(confirmed(policy, shown, account({ ...DORA.factors, password: 'mailbox' }))).toEqual([{ provider: 'corp' }]);
    expect(confirmed(policy, shown)).toEqual([{ provider: 'corp', asOneWith: [{ method: 'password' }] }]);
  });

  it('do not count as one with a password where neither counts, or where the policy trusts what the provider reported', () => {
    const passkey: PolicyInput<string> = { ...TRUSTED, requiredStrength: 'phishing-resistant' };
    const who = account({ ...DORA.factors, passkeys: [key()] });
    for (const acr of ['mfa', undefined])
      expect(confirmed(passkey, [password(), sso('corp', { acr })], who)?.[0]?.asOneWith).toBeUndefined();
    const whole: PolicyInput<string> = {
      providers: { corp: { trust: [{ strength: 'baseline' }] } },
      requiredStrength: 'enhanced',
    };
    expect(confirmed(whole, [password(), sso()])?.[0]?.asOneWith).toBeUndefined();
  });

  describe('beside an app, with a strength that takes the app after any of several ways in', () => {
    const APP = account({ ...WITH_MAIL, totp: true, sso: ['corp'] });
    const PASSWORD_ONE = [{ method: 'password' }];
    const trust = [{ acr: 'mfa', strength: 'enhanced' }];
    const afterAny: PolicyInput<string> = {
      providers: { corp: { trust }, club: { trust } },
      requiredStrength: 'two',
      strengths: {
        two: {
          anyOf: [
            [{ method: 'password' }, { method: 'totp' }],
            [{ method: 'sso' }, { method: 'totp' }],
            [{ method: 'ldap' }, { method: 'totp' }],
            [{ method: 'sso' }, { method: 'password' }, { method: 'email-code' }],
            [{ method: 'sso' }, { method: 'ldap' }, { method: 'email-code' }],
          ],
        },
      },
    };

    it('count as one with the password, and with no word of a provider that the policy trusts', () => {
      expect(confirmed(afterAny, [password(), sso()], APP)).toStrictEqual([
        { provider: 'corp', asOneWith: PASSWORD_ONE },
      ]);
      expect(confirmed(afterAny, [password(), sso('corp', { acr: 'mfa' })], APP)).toStrictEqual([{ provider: 'corp' }]);
    });

    it('count as one with the password of a directory', () => {
      const { password: _, ...factors } = APP.factors;
      const who = { ...APP, factors: { ...factors, ldap: true } };
      expect(confirmed(afterAny, [proof('ldap'), sso()], who)).toStrictEqual([
        { provider: 'corp', asOneWith: [{ method: 'ldap' }] },
      ]);
    });

    it('count as one beside a further proof, which stays proved', () => {
      const policy: PolicyInput<string> = {
        requiredStrength: 'three',
        strengths: {
          three: {
            anyOf: [
              [{ method: 'password' }, { method: 'email-code' }, { method: 'totp' }],
              [{ method: 'sso' }, { method: 'email-code' }, { method: 'totp' }],
            ],
          },
        },
      };
      expect(confirmed(policy, [password(), proof('email-code'), sso()], APP)).toStrictEqual([
        { provider: 'corp', asOneWith: PASSWORD_ONE },
      ]);
    });

    it('count for an account that has not linked the provider yet', () => {
      const who = account({ ...WITH_MAIL, totp: true });
      expect(confirmed(afterAny, [password(), sso()], who)).toStrictEqual([
        { provider: 'corp', asOneWith: PASSWORD_ONE },
      ]);
    });

    it('X8 count in a step-up by what the step-up asks for', () => {
      const evidence = [password(), sso()];
      const demand = { strengths: ['two'], within: milliseconds(60_000) };
      const policy = { ...afterAny, requiredStrength: 'single' } as const;
      expect(confirmed(policy, evidence, APP, demand)).toStrictEqual([{ provider: 'corp', asOneWith: PASSWORD_ONE }]);
      expect(confirmed(policy, evidence, APP)).toBeUndefined();
    });
  });

  it('are trusted by their own word alone, and not by what another provider asserted', () => {
    const trust = [{ acr: 'mfa', strength: 'enhanced' }];
    const byKey: PolicyInput<string> = {
      providers: { corp: { trust }, club: { trust } },
      requiredStrength: 'two',
      strengths: {
        two: {
          anyOf: [
            [{ method: 'password' }, { method: 'totp' }],
            [{ method: 'sso', amr: ['hwk'] }, { method: 'totp' }],
          ],
        },
      },
    };
    const who = account({ ...DORA.factors, totp: true });
    const evidence = [password(), sso('corp', { acr: 'mfa' }), sso('club', { amr: ['hwk'] })];
    expect(confirmed(byKey, evidence, who)).toStrictEqual([
      { provider: 'corp' },
      { provider: 'club', asOneWith: [{ method: 'password' }] },
    ]);
  });

  it('count as one where the missing proof is another provider, or the directory', () => {
    const club: PolicyInput<string> = {
      providers: { corp: {}, club: {} },
      requiredStrength: 'club-too',
      strengths: {
        'club-too': {
          anyOf: [
            [{ method: 'password' }, { method: 'sso', provider: 'club' }],
            [{ method: 'sso' }, { method: 'sso', provider: 'club' }],
          ],
        },
      },
    };
    expect(confirmed(club, [password(), sso()])).toStrictEqual([
      { provider: 'corp', asOneWith: [{ method: 'password' }] },
    ]);
    const directory: PolicyInput<string> = {
      requiredStrength: 'directory-too',
      strengths: { 'directory-too': { anyOf: [[{ method: 'sso' }, { method: 'ldap' }]] } },
    };
    const who = account({ ldap: true, sso: ['corp', 'club'] });
    expect(confirmed(directory, [sso(), sso('club')], who)).toStrictEqual([
      { provider: 'corp', asOneWith: [{ method: 'sso', provider: 'club' }] },
      { provider: 'club', asOneWith: [{ method: 'sso', provider: 'corp' }] },
    ]);
  });

  it('are providers alone: a passkey that did not verify its user is none', () => {
    const verified: PolicyInput<string> = {
      requiredStrength: 'verified',
      strengths: { verified: { anyOf: [[{ method: 'passkey', userVerified: true }]] } },
    };
    const who = account({ sso: ['corp'], passkeys: [key('k1')] });
    const evidence = [sso(), passkey('k1', { userVerified: false })];
    expect(confirmed(verified, evidence, who)).toStrictEqual([{ provider: 'corp' }]);
  });

  it('are nobody without a sign-in at a provider, after a grant, before a set-up, and where single sign-on is not allowed', () => {
    expect(confirmed(TRUSTED, [password()])).toBeUndefined();
    expect(confirmed(TRUSTED, [sso('corp', { acr: 'mfa' })])).toBeUndefined();
    expect(confirmed({ requiredStrength: 'enhanced' }, [password(), sso(), proof('email-code')])).toBeUndefined();
    expect(confirmed({ methods: ['password'] }, [password(), sso()])).toBeUndefined();
  });
});
