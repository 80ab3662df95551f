import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { runs } from '../decision/runs.test-support.ts';
import { anyCase, anyPolicyWithProviders } from '../decision/worlds.test-support.ts';
import { anywhere, backupCodesCouldHelp, definePolicy, instant, type PolicyInput, policyIn } from '../index.ts';
import type { AccountFactors, AccountFacts } from '../strength/account-facts.ts';
import { hasStrong } from '../strength/methods/index.ts';
import { AT } from './proofs.ts';

const passkey = { id: 'one', userVerified: true, deviceBound: true, attested: false, aaguid: '' } as const;
const KEY: AccountFactors = { password: 'independent', passkeys: [passkey] };
const APP: AccountFactors = { password: 'independent', totp: true, passkeys: [] };

function couldHelp(input: PolicyInput<string>, factors: AccountFactors, facts: Partial<AccountFacts> = {}): boolean {
  return backupCodesCouldHelp(definePolicy(input), { roles: ['staff'], ...facts, factors });
}

const role = (rule: NonNullable<PolicyInput<string>['roles']>[string]): PolicyInput<string> => ({
  roles: { staff: rule },
});

describe('W16 backupCodesCouldHelp', () => {
  it.each<[string, PolicyInput<string>, AccountFactors]>([
    ['nothing more than baseline is asked', {}, KEY],
    ['only a step-up may ask for enhanced', { requiredStrength: 'single' }, KEY],
    ['enhanced is asked', { requiredStrength: 'enhanced' }, APP],
    [
      'enhanced is asked of an account that has a passkey alone',
      role({ requiredStrength: 'enhanced' }),
      { passkeys: [passkey] },
    ],
    ['a provider is the only other way in', role({ requiredStrength: 'enhanced', methods: ['sso', 'passkey'] }), KEY],
    ['another role needs a passkey', { roles: { admin: { requiredStrength: 'phishing-resistant' } } }, KEY],
    [
      'a strength of the policy asks for one beside a passkey',
      {
        strengths: { paper: { anyOf: [[{ method: 'passkey' }, { method: 'backup-code' }]] } },
        ...role({ requiredStrength: 'paper' }),
      },
      KEY,
    ],
    [
      'it opens the set-up of the passkey that an account with an app lacks',
      role({ requiredStrength: 'phishing-resistant' }),
      APP,
    ],
    [
      'the passkey is of a model that the policy no longer takes',
      {
        strengths: { office: { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
        ...role({ requiredStrength: 'office' }),
      },
      { ...KEY, passkeys: [{ ...passkey, deviceBound: false }] },
    ],
  ])('is true if %s', (_, policy, factors) => {
    const providers = { corp: {} };
    expect(couldHelp({ providers, ...policy }, factors)).toBe(true);
  });

  it.each<[string, PolicyInput<string>, AccountFactors]>([
    ['the role needs a passkey', role({ requiredStrength: 'phishing-resistant' }), KEY],
    [
      'the role needs a passkey and the account has an app too',
      role({ requiredStrength: 'phishing-resistant' }),
      { ...KEY, totp: true },
    ],
    [
      'the role needs a passkey and the passkey may verify its user yet',
      role({ requiredStrength: 'phishing-resistant' }),
      { ...KEY, passkeys: [{ ...passkey, userVerified: false }] },
    ],
    ['everybody needs a passkey', { requiredStrength: 'phishing-resistant' }, KEY],
    ['a passkey is the only way in', role({ methods: ['passkey'] }), KEY],
    [
      'a strength of the policy takes only a passkey that its role needs',
      {
        strengths: { office: { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
        ...role({ requiredStrength: 'office' }),
      },
      KEY,
    ],
  ])('is false if %s', (_, policy, factors) => {
    expect(couldHelp(policy, factors)).toBe(false);
  });

  it('is false for an account that requires a passkey of itself, and for one that has no way in beside the passkey it lacks', () => {
    expect(couldHelp({}, KEY, { requiredStrength: 'phishing-resistant' })).toBe(false);
    expect(couldHelp({}, KEY, { methods: ['passkey'] })).toBe(false);
    const strengths = { office: { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } } as const;
    const synced = { passkeys: [{ ...passkey, deviceBound: false }] };
    expect(couldHelp({ strengths, methods: ['password'], requiredStrength: 'office' }, synced)).toBe(false);
    expect(couldHelp({ strengths, requiredStrength: 'office' }, { ...KEY, ...synced })).toBe(true);
  });

  it('is the same in every context, and until a date comes', () => {
    const contexts = { outside: { requiredStrength: 'phishing-resistant' } } as const;
    const later = [{ from: '2027-01-01T00:00:00Z', requiredStrength: 'phishing-resistant' }] as const;
    const policy = definePolicy({ contexts, later });
    const account: AccountFacts = { roles: [], factors: KEY };
    const now = instant(Date.parse('2026-12-01T00:00:00Z'));
    expect(backupCodesCouldHelp(policyIn(policy, { contexts: ['outside'], now }), account)).toBe(true);
    expect(backupCodesCouldHelp(anywhere(policy, instant(Date.parse('2027-01-02T00:00:00Z'))), account)).toBe(false);
  });

  it('no sign-in asks for a code that could not help, and none goes on by it', () => {
    let useless = 0;
    fc.assert(
      fc.property(anyPolicyWithProviders, anyCase, (input, { account, evidence: shown }) => {
        const policy = definePolicy(input);
        if (!hasStrong(account.factors) || backupCodesCouldHelp(policy, account)) return;
        useless++;
        const who = { ...account, factors: { ...account.factors, backupCodes: 10 } };
        const evidence = shown.filter(({ method }) => method !== 'backup-code');
        const [without, beside] = [evidence, [...evidence, { method: 'backup-code', at: AT } as const]].map((given) =>
          evaluate(policy, { account: who, evidence: given, now: AT, local: true }),
        );
        expect(beside?.outcome).toBe(without?.outcome);
        if (without?.outcome === 'factor-required') expect(without.accept).not.toContain('backup-code');
      }),
      runs(600),
    );
    expect(useless).toBeGreaterThan(0);
  });
});
