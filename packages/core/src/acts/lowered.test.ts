import { describe, expect, it } from 'vitest';
import { account, key, LONG_AGO, NOW, passkey, password, proof } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import {
  actingBesides,
  firstFactorAfterLowering,
  type Lowered,
  loweredAfter,
  settingUp,
  setUpByBoth,
} from './set-up-by.ts';

const POLICY = definePolicy({ requiredStrength: 'single', enrollment: { firstFactor: 'password' } });
const BARE = account({ password: 'independent', mailDomain: 'corp.example' });
const WITH_APP = account({ ...BARE.factors, totp: true });
const WITH_BOTH = account({ ...WITH_APP.factors, passkeys: [key()] });

describe('the level from which an administrator lowered an account', () => {
  const after = (known: Lowered | undefined, before: typeof BARE, next: typeof BARE, by: string | undefined = 'pia') =>
    loweredAfter(POLICY, known, [{ before, after: next }], by);

  it('N15 is the strongest level before the act', () => {
    expect(after(undefined, WITH_APP, BARE)).toEqual({ from: 'enhanced', by: 'pia' });
    expect(after(undefined, WITH_BOTH, WITH_APP)).toEqual({ from: 'phishing-resistant', by: 'pia' });
    expect(after(undefined, BARE, account({ password: 'independent' }))).toEqual({ from: 'baseline', by: 'pia' });
  });

  it('N15 is the highest level of the whole account and of its parts, and of an earlier act', () => {
    const [whole, owners] = [
      { before: WITH_BOTH, after: WITH_BOTH },
      { before: WITH_APP, after: BARE },
    ];
    expect(loweredAfter(POLICY, undefined, [whole, owners], 'pia')).toEqual({ from: 'enhanced', by: 'pia' });
    const strong = { before: WITH_BOTH, after: WITH_APP };
    for (const changes of [
      [strong, owners],
      [owners, strong],
    ])
      expect(loweredAfter(POLICY, undefined, changes, 'pia')?.from).toBe('phishing-resistant');
    const known = { from: 'phishing-resistant', by: 'ada' } as const;
    expect(loweredAfter(POLICY, known, [owners], 'pia')).toEqual({ ...known, by: 'ada pia' });
    expect(loweredAfter(POLICY, known, [whole], 'pia')).toBe(known);
  });

  it('N15 counts no words of a provider, so that an identity does not hide the loss of a factor', () => {
    const linked = { ...BARE.factors, sso: ['corp'], said: { corp: { amr: ['mfa'] } } };
    const trusted = definePolicy({ providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } } });
    const facts = { before: account({ ...linked, totp: true }), after: account(linked) };
    expect(loweredAfter(trusted, undefined, [facts], 'pia')).toEqual({ from: 'enhanced', by: 'pia' });
    const quiet = { before: account(linked), after: account({ ...BARE.factors, sso: ['corp'] }) };
    expect(loweredAfter(trusted, undefined, [quiet], 'pia')).toBeUndefined();
    const who = { account: account(linked), lowered: { from: 'enhanced', by: 'pia' } as const };
    const said = { method: 'sso', at: NOW, provider: 'corp' } as const;
    expect(settingUp(trusted, who, { kind: 'session' }, [{ ...said, amr: ['mfa'] }], NOW)).toBe('pia');
    const acr = definePolicy({ providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] } } });
    expect(settingUp(acr, who, { kind: 'session' }, [{ ...said, acr: 'mfa' }], NOW)).toBe('pia');
  });

  it('N15 is the next level above, if the account loses a code to a telephone and keeps its strongest level', () => {
    const withSms = account({ ...BARE.factors, codes: ['sms-code'] });
    expect(after(undefined, withSms, BARE)).toEqual({ from: 'enhanced', by: 'pia' });
    expect(after(undefined, account({ codes: ['sms-code'] }), account({}))).toEqual({ from: 'baseline', by: 'pia' });
    expect(after(undefined, account({ ...BARE.factors, codes: ['sms-code', 'voice-code'] }), withSms)?.from).toBe(
      'enhanced',
    );
    expect(after(undefined, withSms, account({ ...BARE.factors, codes: ['sms-code', 'voice-code'] }))).toBeUndefined();
    // Beside an app or a passkey the code opens no set-up.
    expect(after(undefined, account({ ...WITH_APP.factors, codes: ['sms-code'] }), WITH_APP)).toBeUndefined();
    expect(after(undefined, account({ ...WITH_BOTH.factors, codes: ['sms-code'] }), WITH_BOTH)).toBeUndefined();
  });

  it('N15 is the next level above, if the account loses the last way to satisfy a strength that it requires', () => {
    const policy = definePolicy({
      strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'sso', provider: 'corp' }]] } },
      requiredStrength: 'single',
      roles: { lead: { requiredStrength: 'own' } },
      providers: { corp: {} },
    });
    const linked = { ...BARE.factors, sso: ['corp'] };
    const change = (before: typeof BARE, next: typeof BARE) =>
      loweredAfter(policy, undefined, [{ before, after: next }], 'pia');
    const lead = { roles: ['lead'] };
    expect(change(account(linked, lead), account(BARE.factors, lead))).toEqual({ from: 'enhanced', by: 'pia' });
    expect(change(account(linked, lead), account(BARE.factors))).toEqual({ from: 'enhanced', by: 'pia' });
    expect(change(account(linked), account(BARE.factors))).toBeUndefined();
    // A list of ways in without the provider takes the provider.
    expect(change(account(linked, lead), account(linked, { ...lead, methods: ['password'] }))?.from).toBe('enhanced');
    // A role that asks for more than the account has takes nothing.
    expect(change(account(BARE.factors), account(BARE.factors, lead))).toBeUndefined();
    expect(change(account({ ...linked, codes: [] }, lead), account(linked, lead))).toBeUndefined();
  });

  it('N15 is the next level above, if a provider’s word was the last way to satisfy a required strength', () => {
    const policy = definePolicy({
      requiredStrength: 'enhanced',
      providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
    });
    const linked = account({ ...BARE.factors, sso: ['corp'], said: { corp: { amr: ['mfa'] } } });
    const change = (before: typeof BARE, next: typeof BARE) =>
      loweredAfter(policy, undefined, [{ before, after: next }], 'pia');
    expect(change(linked, BARE)).toEqual({ from: 'enhanced', by: 'pia' });
    expect(change(linked, linked)).toBeUndefined();
    expect(
      change(account({ ...linked.factors, totp: true }), account({ ...BARE.factors, totp: true })),
    ).toBeUndefined();
  });

  it('N15 is the next level above, if the directory goes that reads the mailbox', () => {
    const inDirectory = account({ ldap: true, sso: ['club'] });
    expect(after(undefined, inDirectory, account({ sso: ['club'], mailDomain: 'corp.example' }))?.from).toBe(
      'enhanced',
    );
    expect(after(undefined, inDirectory, account({ ldap: true }))).toBeUndefined();
  });

  it('N15 stays as it was after an act that lowers nothing, and after an act of nobody else', () => {
    const known: Lowered = { from: 'enhanced', by: 'dora' };
    for (const before of [undefined, known]) {
      expect(after(before, BARE, BARE)).toBe(before);
      expect(after(before, BARE, WITH_APP)).toBe(before);
      expect(loweredAfter(POLICY, before, [{ before: WITH_APP, after: BARE }], undefined)).toBe(before);
    }
  });

  it('N15 is the highest level of several acts, and names everybody', () => {
    const high: Lowered = { from: 'phishing-resistant', by: 'dora pia' };
    expect(after(high, WITH_APP, BARE)).toEqual({ from: 'phishing-resistant', by: 'dora pia' });
    expect(after({ from: 'baseline', by: 'dora' }, WITH_APP, BARE, 'ben')).toEqual({
      from: 'enhanced',
      by: 'ben dora',
    });
  });
});

describe('who sets up a factor of an account that an administrator lowered', () => {
  const setsUp = (lowered: Lowered | undefined, evidence: readonly Evidence[], who = BARE): string | undefined =>
    settingUp(POLICY, { account: who, lowered }, { kind: 'flow', purpose: 'step-up' }, evidence, NOW);
  const enhanced: Lowered = { from: 'enhanced', by: 'pia' };
  const ofDora: Evidence = { ...proof('totp'), setUpBy: 'dora' };

  it('N15 is the administrator too, if the owner proves less than before the act', () => {
    expect(setsUp(undefined, [password()])).toBeUndefined();
    expect(setsUp(enhanced, [password()])).toBe('pia');
    expect(setsUp(enhanced, [password(), proof('email-code')])).toBe('pia');
    expect(setsUp({ from: 'phishing-resistant', by: 'dora pia' }, [password(), proof('totp')], WITH_APP)).toBe(
      'dora pia',
    );
  });

  it('N15 is the owner alone who proves as much as before the act, of late', () => {
    expect(setsUp(enhanced, [password(), proof('totp')], WITH_APP)).toBeUndefined();
    expect(setsUp(enhanced, [passkey()], WITH_BOTH)).toBeUndefined();
    expect(setsUp(enhanced, [password(), { ...proof('totp'), at: LONG_AGO }], WITH_APP)).toBe('pia');
  });

  it('N15 is the owner who signs in at a provider and proves an app: the identity counts, and its words do not', () => {
    const linked = account({ sso: ['corp'], totp: true });
    const said = { method: 'sso', at: NOW, provider: 'corp' } as const;
    expect(setsUp(enhanced, [said, proof('totp')], linked)).toBeUndefined();
    expect(setsUp(enhanced, [proof('totp')], linked)).toBe('pia');
  });

  it('N15 is the owner alone beside an enrollment code of host code, and not beside a code of an administrator', () => {
    const code = { method: 'enrollment-code', at: NOW } as const;
    expect(setsUp(enhanced, [password(), code])).toBeUndefined();
    expect(setsUp(enhanced, [password(), { ...code, setUpBy: 'dora' }])).toBe('pia');
  });

  it('N15 is nobody by a linked identity alone, which opened no set-up before the act', () => {
    const linked = account({ sso: ['corp'] });
    const said: Evidence = {
      ...{ method: 'sso', at: NOW, provider: 'corp', binding: 'external-id:1' },
      setUpBy: 'provider:corp identity:1',
    };
    expect(setsUp(undefined, [said], linked)).toBe('provider:corp identity:1');
    expect(setsUp(enhanced, [said], linked)).toBe('pia provider:corp');
  });

  it('N15 is everybody whose factor was proved, and the administrator', () => {
    expect(setsUp(undefined, [ofDora], WITH_APP)).toBe('dora');
    expect(setsUp(enhanced, [ofDora], WITH_APP)).toBe('dora pia');
    expect(setsUp({ from: 'enhanced', by: 'dora' }, [ofDora], WITH_APP)).toBe('dora');
    const lowered: Lowered = { from: 'baseline', by: 'pia' };
    expect(setsUp(lowered, [password(), ofDora], WITH_APP)).toBe('dora pia');
    expect(setsUp(lowered, [password(), proof('email-code'), ofDora], WITH_APP)).toBe('dora');
  });
});

it('N15 a thing that several set up names everybody once, with the identities, and nobody for the owner', () => {
  expect(setUpByBoth(undefined, undefined)).toBeUndefined();
  expect(setUpByBoth(undefined, 'pia')).toBe('pia');
  expect(setUpByBoth('provider:corp identity:1', 'pia provider:corp')).toBe('provider:corp identity:1 pia');
});

describe('who acts beside the owner', () => {
  it('N15 are others too, if their proofs add to the strength of what the owner proved', () => {
    const acting = (...evidence: readonly Evidence[]) =>
      actingBesides(POLICY, BARE, { kind: 'session' }, evidence, NOW);
    const mail = proof('email-code');
    expect(acting(password(), { ...mail, setUpBy: 'pia' })).toEqual(['pia']);
    expect(acting(password(), mail, { ...mail, setUpBy: 'pia' })).toEqual([]);
  });
});

describe('the first factor of an account that was lowered, and gains a role of the policy', () => {
  const lowered = { from: 'enhanced', by: 'pia' } as const;

  it('N15 is vouched until the account has the level again, or a strong factor', () => {
    const first = (known: Lowered | undefined, left: typeof BARE) => firstFactorAfterLowering(POLICY, known, left);
    expect(first(undefined, BARE)).toBeUndefined();
    expect(first(lowered, BARE)).toBe('vouched');
    expect(first(lowered, WITH_APP)).toBeUndefined();
    expect(first({ ...lowered, from: 'phishing-resistant' }, WITH_APP)).toBeUndefined();
    expect(first({ ...lowered, from: 'baseline' }, BARE)).toBeUndefined();
  });

  it('N15 is vouched, although a provider says as much as the lost factor', () => {
    const linked = account({ ...BARE.factors, sso: ['corp'], said: { corp: { amr: ['mfa'] } } });
    const trusted = definePolicy({ providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } } });
    expect(firstFactorAfterLowering(trusted, lowered, linked)).toBe('vouched');
  });
});
