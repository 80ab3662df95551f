import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../decision/decision.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, key, WITH_MAIL } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { strongestLevel } from '../decision/strongest.ts';
import { anyAccount, anyCase, anyPolicyWithProviders } from '../decision/worlds.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { assertionsBy } from '../strength/account-factors.ts';
import type { AccountFactors, AccountFacts } from '../strength/account-facts.ts';
import { AT, everythingGiven } from './proofs.ts';
import { couldAdminister, reachOf } from './reach.ts';

const CORP: PolicyInput<string>['providers'] = {
  corp: { trust: [{ acr: 'mfa', strength: 'baseline' }], mailDomains: ['corp.example'] },
};
const HARDWARE: PolicyInput<string> = {
  providers: { corp: { trust: [{ amr: ['hwk'], strength: 'phishing-resistant' }], mailDomains: ['corp.example'] } },
};
const MAIL: Partial<AccountFactors> = { mailDomain: 'a.example' };
const ENHANCED: PolicyInput<string> = { requiredStrength: 'enhanced' };

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
  ] as const)('%s', (_, input: PolicyInput<string>, who: AccountFacts, impact) => {
    expect(reachOf(definePolicy(input), who).impact).toBe(impact);
  });

  it('an enrollment code that is out makes the one who waits for it enroll', () => {
    expect(reachOf(definePolicy(ENHANCED), account({ password: 'independent' }), true).impact).toBe('must-enroll');
  });

  it.each<[string, PolicyInput<string>, AccountFacts, string]>([
    ['a passkey', {}, account({ mailDomain: 'a.example' }), 'must-enroll'],
    ['a factor under a mandate', { ...ENHANCED, enrollment: { firstFactor: 'vouched' } }, account(MAIL), 'must-enroll'],
    ['a password, if only passwords sign in', { methods: ['password'] }, account(MAIL), 'must-enroll'],
    ['nothing, if only a provider signs in', { methods: ['sso'] }, account(MAIL), 'stranded'],
    ['nothing new, if the factors are enough', {}, account(WITH_MAIL), 'unaffected'],
  ])('the link of an invitation opens the set-up of %s', (_, input, who, impact) => {
    const policy = definePolicy(input);
    expect(reachOf(policy, who, 'by-invitation').impact).toBe(impact);
    if (impact !== 'unaffected') expect(reachOf(policy, who, true).impact).toBe('stranded');
  });

  it.each(['agold', 'zgold'])('enrolls by whichever word of its provider opens it, beside %s', (other) => {
    const policy = definePolicy<string>({
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
    const policy = definePolicy<string>({ preferSso: 'corp', providers: CORP });
    expect(reachOf(policy, account({})).because.map(({ code }) => code)).not.toContain('sso-preferred');
  });

  it.each<[string, Partial<AccountFactors>, boolean]>([
    ['by a word that its provider never said', { sso: ['corp'] }, false],
    [
      'by a weaker word than its provider said',
      { sso: ['corp'], said: { corp: { amr: ['pwd'] } }, passkeys: [] },
      false,
    ],
    ['by the word that its provider said', { sso: ['corp'], said: { corp: { amr: ['hwk'] } } }, true],
    ['by another factor, whatever its provider never said', { ...WITH_MAIL, totp: true, sso: ['corp'] }, true],
    ['by what it sets up after two proofs', { ...WITH_MAIL, sso: ['corp'] }, true],
  ])('could administer or not: %s', (_, factors, could) => {
    const policy = definePolicy(HARDWARE);
    const impactOf = (who: AccountFacts) => reachOf(policy, who).impact;
    expect(couldAdminister(policy, account(factors), impactOf)).toBe(could);
  });

  it('counts what its provider did say, and the best that it may yet say where nothing is known', () => {
    const impact = (said?: AccountFactors['said']) =>
      reachOf(definePolicy<string>({ providers: CORP }), account({ sso: ['corp'], said })).impact;
    expect(impact()).toBe('unaffected');
    expect(impact({ corp: { acr: 'mfa' } })).toBe('unaffected');
    expect(impact({ corp: { acr: 'other' } })).toBe('stranded');
    expect(impact({ corp: {} })).toBe('stranded');
  });

  it('counts what its provider reported before, as what a person can give again, and as what a set-up asks for', () => {
    const trust = [{ acr: 'mfa', strength: 'enhanced' }] as const;
    const impact = (required: string, reported?: AccountFactors['reported']) =>
      reachOf(
        definePolicy<string>({ requiredStrength: required, providers: { corp: { trust } } }),
        account({ ...WITH_MAIL, sso: ['corp'], said: { corp: {} }, reported }),
      ).impact;
    expect(impact('enhanced')).toBe('must-enroll');
    expect(impact('enhanced', { corp: [{ acr: 'mfa' }] })).toBe('unaffected');
    expect(impact('phishing-resistant', { corp: [{ acr: 'mfa' }] })).toBe('must-enroll');
    const less = account({ ...WITH_MAIL, sso: ['corp'], said: { corp: {} }, reported: { corp: [{ acr: 'mfa' }] } });
    const policy = definePolicy({ providers: { corp: { trust } } });
    const [evidence = []] = everythingGiven(policy, less.factors);
    const asked = { account: less, evidence, now: AT, demand: { strengths: ['enhanced'] } };
    expect(evaluate(policy, asked)).toMatchObject({ outcome: 'granted' });
    const weak = evidence.map((one) => (one.method === 'sso' ? { ...one, acr: undefined } : one));
    expect(evaluate(policy, { ...asked, evidence: weak })).toMatchObject({ toward: 'grant', accept: ['sso'] });
  });

  it('never asks an account for more than it can give, if its providers say again what they said and no mailbox set its password', () => {
    fc.assert(
      fc.property(anyPolicyWithProviders, anyAccount, (input, anyone) => {
        const policy = definePolicy(input);
        const who: AccountFacts = { ...anyone, factors: withIndependentPassword(anyone.factors) };
        const { sso = [], said } = who.factors;
        const silent = sso.filter((provider) => assertionsBy(who.factors, provider).length === 0);
        const known = { ...said, ...Object.fromEntries(silent.map((provider) => [provider, {}])) };
        const strongest = strongestLevel(policy, who);
        const outcomes = everythingGiven(policy, { ...who.factors, said: known }).map(
          (evidence) =>
            evaluate(policy, { account: who, evidence, now: AT, demand: { strengths: [strongest] } }).outcome,
        );
        if (strongest !== 'single') expect(outcomes, strongest).toContain('granted');
      }),
      runs(300),
    );
  });

  it('is the same at a sign-in, whatever its providers said before: they may say more. Only a set-up asks for what they said', () => {
    const isOfSetUp = (decision: Decision): boolean =>
      decision.outcome === 'enrollment-required' ||
      (decision.outcome === 'factor-required' && decision.toward === 'enrollment') ||
      (decision.outcome === 'denied' && decision.reason === 'no-way-in');
    fc.assert(
      fc.property(anyPolicyWithProviders, anyCase, (input, { account: who, evidence }) => {
        const policy = definePolicy(input);
        const { said: _, reported: __, ...factors } = who.factors;
        const asked = { evidence, now: AT, local: true };
        const decision = evaluate(policy, { ...asked, account: who });
        const silent = evaluate(policy, { ...asked, account: { ...who, factors } });
        if (!isOfSetUp(decision)) expect(decision).toEqual(silent);
        else {
          expect(isOfSetUp(silent)).toBe(true);
          // What a provider said opens no set-up that is closed without it.
          if (decision.outcome === 'enrollment-required') expect(decision).toEqual(silent);
        }
      }),
      runs(300),
    );
  });

  it('could administer only if it signs in, too, with what its own rule asks for', () => {
    const strict = account(WITH_MAIL, { requiredStrength: 'unheard-of' });
    const policy = definePolicy({});
    const impactOf = (who: AccountFacts) => reachOf(policy, who).impact;
    expect(couldAdminister(policy, strict, impactOf)).toBe(false);
    expect(couldAdminister(policy, account(WITH_MAIL), impactOf)).toBe(true);
  });
});

/** A recovery by mail does not lower the strongest level (N12), so that an account may be asked for more than its new password gives. */
function withIndependentPassword(factors: AccountFactors): AccountFactors {
  return factors.password === 'mailbox' ? { ...factors, password: 'independent' } : factors;
}
