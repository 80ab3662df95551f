import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { runs } from '../decision/runs.test-support.ts';
import { anyPolicy } from '../decision/worlds.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy.ts';
import { instant } from '../time/instant.ts';
import type { Counterexample, Finding, FindingCode } from './findings/finding.ts';
import { type VerifyOptions, verifyPolicy } from './verify-policy.ts';

const verify = (input: PolicyInput, options?: VerifyOptions) => verifyPolicy(definePolicy(input), options);
const find = (input: PolicyInput, code: FindingCode, options?: VerifyOptions): Finding | undefined =>
  verify(input, options).findings.find((finding) => finding.code === code);

const TWO_PASSWORDS = { anyOf: [[{ method: 'password' }, { method: 'ldap' }]] } as const;
const MAILED = { anyOf: [[{ method: 'password' }, { method: 'email-code' }]] } as const;
const GOLD = { anyOf: [[{ method: 'passkey', attested: true }]] } as const;

/** A policy that shows a finding, and the smallest change of it that does not. */
const SHOWN: readonly (readonly [FindingCode, PolicyInput, PolicyInput])[] = [
  [
    'nobody-can-sign-in',
    { methods: ['ldap'], requiredStrength: 'mailed', strengths: { mailed: MAILED } },
    { methods: ['password'], requiredStrength: 'mailed', strengths: { mailed: MAILED } },
  ],
  [
    'role-locked-out',
    { roles: { a: { requiredStrength: 'gold', methods: ['password'] } }, strengths: { gold: GOLD } },
    { roles: { a: { requiredStrength: 'gold', methods: ['passkey'] } }, strengths: { gold: GOLD } },
  ],
  [
    'roles-exclude-each-other',
    { roles: { a: { methods: ['sso'] }, b: { methods: ['password'] } } },
    { roles: { a: { methods: ['sso'] }, b: { methods: ['password', 'sso'] } } },
  ],
  [
    'dead-end',
    { requiredStrength: 'mailed', methods: ['password'], strengths: { mailed: MAILED } },
    {
      requiredStrength: 'mailed',
      methods: ['password'],
      strengths: { mailed: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } },
    },
  ],
  [
    'way-in-leads-nowhere',
    { requiredStrength: 'mailed', strengths: { mailed: MAILED } },
    { requiredStrength: 'mailed', methods: ['password'], strengths: { mailed: MAILED } },
  ],
  ['cannot-begin', { roles: { a: { methods: ['passkey'] } } }, { roles: { a: { methods: ['passkey', 'password'] } } }],
  [
    'only-by-vouching',
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'two-proofs' } },
  ],
  ['no-administrators', { administrators: { policy: [] } }, { administrators: { policy: ['owner'] } }],
  [
    'administrators-locked-out',
    {
      administrators: { policy: ['a'] },
      roles: { a: { requiredStrength: 'gold', methods: ['password'] } },
      strengths: { gold: GOLD },
    },
    {
      administrators: { policy: ['a', 'b'] },
      roles: { a: { requiredStrength: 'gold', methods: ['password'] } },
      strengths: { gold: GOLD },
    },
  ],
  [
    'administrators-cannot-begin',
    { administrators: { policy: ['a'] }, roles: { a: { methods: ['passkey'] } } },
    { administrators: { policy: ['a'] }, roles: { a: { methods: ['passkey', 'ldap'] } } },
  ],
  [
    'administrators-need-vouching',
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } },
  ],
  [
    'administrators-depend-on-provider',
    { preferSso: 'corp', roles: { 'super-admin': { methods: ['sso'] } }, providers: { corp: {} } },
    { preferSso: 'corp', roles: { 'super-admin': { methods: ['sso', 'password'] } }, providers: { corp: {} } },
  ],
  [
    'administrator-role-unknown',
    { administrators: { policy: ['ovner'] }, roles: { owner: {} } },
    { administrators: { policy: ['owner'] }, roles: { owner: {} } },
  ],
  ['mailbox-alone', {}, { recovery: { mailboxAlone: 'refuse' } }],
  [
    'non-monotone',
    {
      roles: { a: { requiredStrength: 'gold' } },
      strengths: { gold: GOLD },
      providers: {
        corp: {
          trust: [
            { acr: 'mfa', strength: 'baseline' },
            { acr: 'gold', strength: 'gold' },
          ],
        },
      },
    },
    {
      roles: { a: { requiredStrength: 'gold' } },
      strengths: { gold: GOLD },
      providers: {
        corp: {
          trust: [
            { acr: 'mfa', strength: 'baseline' },
            { acr: 'gold', strength: 'gold' },
            { acr: 'gold', strength: 'baseline' },
          ],
        },
      },
    },
  ],
  [
    'unsatisfiable-strength',
    { strengths: { both: TWO_PASSWORDS } },
    { strengths: { both: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } } },
  ],
  [
    'unsatisfiable-combination',
    { strengths: { both: { anyOf: [...TWO_PASSWORDS.anyOf, [{ method: 'passkey' }]] } } },
    { strengths: { both: { anyOf: [[{ method: 'ldap' }], [{ method: 'passkey' }]] } } },
  ],
  [
    'unused-strength',
    { strengths: { gold: GOLD } },
    { strengths: { gold: GOLD }, roles: { a: { requiredStrength: 'gold' } } },
  ],
  ['not-exhaustive', {}, {}],
];

describe('N4 every finding is shown by a policy, and gone with one change of it', () => {
  it.each(SHOWN)('%s', (code, shows, doesNot) => {
    const limits = code === 'not-exhaustive' ? { decisionsAtMost: 10 } : {};
    expect(find(shows, code, limits)).toBeDefined();
    expect(find(doesNot, code)).toBeUndefined();
  });

  it('not-exhaustive also where not every set of roles is gone through', () => {
    const roles = {
      a: { methods: ['password', 'passkey', 'sso'] },
      b: { methods: ['password', 'passkey', 'ldap'] },
      c: { methods: ['ldap', 'passkey', 'sso'] },
    } as const;
    expect(find({ roles }, 'not-exhaustive', { rolesAtOnce: 2 })).toBeDefined();
    expect(find({ roles }, 'not-exhaustive', { rolesAtOnce: 3 })).toBeUndefined();
  });

  it('roles that exclude each other only three at a time are found, and no larger set beside them', () => {
    const { findings } = verify({
      roles: {
        a: { methods: ['password', 'passkey'] },
        b: { methods: ['passkey', 'sso'] },
        c: { methods: ['sso', 'password'] },
        d: { requiredStrength: 'enhanced' },
      },
    });
    const excluded = findings.filter(({ code }) => code === 'roles-exclude-each-other');
    expect(excluded.map(({ counterexample }) => counterexample.roles)).toEqual([['a', 'b', 'c']]);
  });
});

describe('N4 a counterexample', () => {
  const reproduces = (input: PolicyInput, { roles, factors, evidence, decision }: Counterexample): void => {
    const question = { account: { roles, factors }, evidence, now: instant(0), local: true };
    expect(evaluate(definePolicy(input), question)).toEqual(decision);
  };

  it('is answered by `evaluate` as the finding says, under every policy above', () => {
    for (const [, shows] of SHOWN)
      for (const { counterexample } of verify(shows).findings) reproduces(shows, counterexample);
  });

  it('and under random ones', () => {
    fc.assert(
      fc.property(anyPolicy, (input) => {
        for (const { counterexample } of verify(input, { decisionsAtMost: 2_000 }).findings)
          reproduces(input, counterexample);
      }),
      runs(15),
    );
  });

  it('no policy leads a sign-in to a promise that is not kept, or loses a grant by more proof', () => {
    fc.assert(
      fc.property(anyPolicy, (input) => {
        const graver = verify(input, { decisionsAtMost: 2_000 }).findings.filter(
          ({ severity }) => severity === 'error',
        );
        expect(
          graver.filter(({ code }) => code === 'dead-end' || code === 'non-monotone' || code === 'mailbox-alone'),
        ).toEqual([]);
      }),
      runs(15),
    );
  });
});
