import { defineOrganisation, definePolicy, evaluate, instant, type PolicyInput, policyIn } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { anyPolicy } from '../../../core/src/decision/worlds.test-support.ts';
import type { Counterexample, Finding, FindingCode } from './findings/finding.ts';
import { SHOWN } from './shown.test-support.ts';
import { type VerifyOptions, verifyPolicy } from './verify-policy.ts';

const verify = (input: PolicyInput<string>, options?: VerifyOptions) => verifyPolicy(definePolicy(input), options);
const find = (input: PolicyInput<string>, code: FindingCode, options?: VerifyOptions): Finding | undefined =>
  verify(input, options).findings.find((finding) => finding.code === code);

describe('N4 every finding is shown by a policy, and gone with one change of it', () => {
  it.each(SHOWN)('%s', (code, shows, doesNot) => {
    const limits = code === 'not-exhaustive' ? { decisionsAtMost: 10 } : {};
    expect(find(shows, code, limits)).toBeDefined();
    expect(find(doesNot, code)).toBeUndefined();
  });

  it('provider-cannot-begin is not found where the tenant does not allow single sign-on', () => {
    const providers = { corp: { createAccounts: true } };
    expect(find({ providers, methods: ['password', 'sso'] }, 'provider-cannot-begin')).toBeDefined();
    expect(find({ providers, methods: ['password'] }, 'provider-cannot-begin')).toBeUndefined();
  });

  it('provider-cannot-begin is found where the provider creates accounts for its mail domains alone', () => {
    const corp = { createAccounts: 'mail-domains', mailDomains: ['corp.example'] } as const;
    expect(find({ providers: { corp } }, 'provider-cannot-begin')).toBeDefined();
    const trusted = { ...corp, trust: [{ strength: 'baseline' as const }] };
    expect(find({ providers: { corp: trusted } }, 'provider-cannot-begin')).toBeUndefined();
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
  const reproduces = (
    input: PolicyInput<string>,
    { roles, contexts = [], organisation, factors, evidence, decision }: Counterexample,
  ): void => {
    const question = { account: { roles, factors }, evidence, now: instant(0), local: true };
    const policy = definePolicy(input);
    const entered = organisation && { rules: defineOrganisation(policy, 'every', {}), roles: organisation };
    const placed = policyIn(policy, { contexts, organisation: entered, now: question.now });
    expect(evaluate(placed, question)).toEqual(decision);
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
