import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { Combination } from '../strength/pattern.ts';
import { milliseconds } from '../time/duration.ts';
import { account, ask, key, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

const preferring: PolicyInput<string> = { preferSso: 'corp', providers: { corp: {} } };

const OWN_COMBINATION: Combination = [{ method: 'passkey', attested: true }];
const OWN: PolicyInput<string>['strengths'] = { constructor: { anyOf: [OWN_COMBINATION] } };

describe('SSO that is preferred', () => {
  it('P8 opening sign-in redirects to the provider at once, whatever the account has', () => {
    expect(ask(preferring, account({ password: 'independent', totp: true }))).toEqual({
      outcome: 'redirect',
      provider: 'corp',
      because: [{ code: 'sso-preferred', params: { provider: 'corp' }, source: 'tenant' }],
    });
  });

  it('P8 the local way in stays reachable: asked for, begun, for an emergency account, and where SSO is not allowed', () => {
    const who = account({ ...WITH_MAIL, sso: ['corp'] });
    expect(ask(preferring, who, [], { local: true })).toMatchObject({ outcome: 'factor-required' });
    expect(ask(preferring, who, [password()])).toMatchObject({ outcome: 'factor-required' });
    expect(ask(preferring, { ...who, emergency: true })).toMatchObject({ outcome: 'factor-required' });
    expect(ask(preferring, { ...who, methods: ['password'] })).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
    });
    expect(ask(preferring, who, [], { demand: { strengths: ['baseline'] } })).toMatchObject({
      outcome: 'factor-required',
    });
  });
});

describe('X14 what a provider says', () => {
  const trusting = (strength: string, entry = {}): PolicyInput<string> => ({
    providers: { corp: { trust: [{ acr: 'mfa', strength, ...entry }] }, club: {} },
  });
  const who = account({ sso: ['corp', 'club'] });

  it('is one factor, however loudly it says more, unless the policy trusts it', () => {
    expect(ask({}, who, [sso('corp', { acr: 'mfa', amr: ['mfa', 'hwk'] })])).not.toMatchObject({ outcome: 'granted' });
    expect(ask(trusting('enhanced'), who, [sso('club', { acr: 'mfa' })])).not.toMatchObject({ outcome: 'granted' });
    expect(ask(trusting('enhanced'), who, [sso('corp', { acr: 'other' })])).not.toMatchObject({ outcome: 'granted' });
    expect(ask(trusting('enhanced'), who, [sso('corp')])).not.toMatchObject({ outcome: 'granted' });
  });

  it.each([
    ['baseline', ['baseline']],
    ['enhanced', ['baseline', 'enhanced']],
    ['phishing-resistant', ['baseline', 'enhanced', 'phishing-resistant']],
    ['single', []],
  ])('trusted for %s is good for %j', (strength, reached) => {
    for (const requiredStrength of ['baseline', 'enhanced', 'phishing-resistant']) {
      const { outcome } = ask({ ...trusting(strength), requiredStrength }, who, [sso('corp', { acr: 'mfa' })]);
      expect(outcome === 'granted').toBe(reached.includes(requiredStrength));
    }
  });

  it('trusted for a strength of the policy is good for that one and no other, whatever it is called', () => {
    const own = (requiredStrength: string): PolicyInput<string> => ({
      ...trusting('constructor'),
      requiredStrength,
      strengths: OWN,
    });
    expect(ask(own('constructor'), who, [sso('corp', { acr: 'mfa' })])).toMatchObject({
      outcome: 'granted',
      strength: 'single',
    });
    expect(ask(own('baseline'), who, [sso('corp', { acr: 'mfa' })])).not.toMatchObject({ outcome: 'granted' });
  });

  it('with acr and amr both, has to say both, and all of the methods', () => {
    const both = trusting('enhanced', { amr: ['pwd', 'otp'] });
    expect(ask(both, who, [sso('corp', { acr: 'mfa', amr: ['otp', 'pwd', 'tel'] })])).toMatchObject({
      outcome: 'granted',
    });
    expect(ask(both, who, [sso('corp', { acr: 'mfa', amr: ['pwd'] })])).not.toMatchObject({ outcome: 'granted' });
    expect(ask(both, who, [sso('corp', { amr: ['pwd', 'otp'] })])).not.toMatchObject({ outcome: 'granted' });
  });

  it('with amr alone, has to say all of the methods, and nothing of a class', () => {
    const alone: PolicyInput<string> = {
      requiredStrength: 'enhanced',
      providers: { corp: { trust: [{ amr: ['hwk', 'pin'], strength: 'enhanced' }] } },
    };
    for (const more of [{}, { acr: 'any' }])
      expect(ask(alone, who, [sso('corp', { amr: ['pin', 'hwk'], ...more })])).toMatchObject({ outcome: 'granted' });
    expect(ask(alone, who, [sso('corp', { amr: ['hwk'] })])).not.toMatchObject({ outcome: 'granted' });
    expect(ask(alone, who, [sso('corp')])).not.toMatchObject({ outcome: 'granted' });
  });

  it('is hoped for until it was heard: then the same provider is not asked again', () => {
    expect(ask(trusting('enhanced'), who)).toMatchObject({
      outcome: 'factor-required',
      accept: ['sso'],
      toward: 'grant',
    });
    expect(ask(trusting('enhanced'), account({ sso: ['corp'], passkeys: [key()] }), [sso('corp')])).toMatchObject({
      accept: ['passkey'],
    });
    expect(ask(trusting('enhanced'), account({ sso: ['corp'] }), [sso('corp')])).toMatchObject({
      outcome: 'denied',
      reason: 'no-way-in',
    });
  });

  it('X8 is recent only where the provider says when the person proved it', () => {
    const demand = { strengths: ['single'], within: milliseconds(60_000) };
    const now = sso('corp').at;
    const known = account({ sso: ['corp'] });
    const undated = { method: 'sso', provider: 'corp', at: now, undated: true } as const;
    expect(ask({}, known, [sso('corp')], { demand, now })).toMatchObject({ outcome: 'granted' });
    expect(ask({}, known, [undated], { demand, now })).toMatchObject({
      outcome: 'factor-required',
      accept: ['sso'],
    });
    expect(ask({ requiredStrength: 'single' }, known, [undated])).toMatchObject({
      outcome: 'granted',
    });
  });

  it('P7 P12 SSO or a directory password and a local second factor are baseline', () => {
    expect(ask({}, account({ sso: ['corp'], totp: true }), [sso(), proof('totp')])).toMatchObject({
      outcome: 'granted',
      strength: 'enhanced',
    });
    expect(
      ask({}, account({ ldap: true, mailDomain: 'corp.example' }), [proof('ldap'), proof('email-code')]),
    ).toMatchObject({ outcome: 'granted', strength: 'baseline' });
  });
});
