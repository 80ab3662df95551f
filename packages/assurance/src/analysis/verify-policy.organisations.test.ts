import { defineOrganisation, definePolicy, evaluate, instant, type PolicyInput, policyIn } from '@sallyport/core';
import { AT } from '@sallyport/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyContexts } from '../../../core/src/decision/contexts.test-support.ts';
import { NOW } from '../../../core/src/decision/facts.test-support.ts';
import { anyOrganisations } from '../../../core/src/decision/organisations.test-support.ts';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { anyCase, anyPolicy } from '../../../core/src/decision/worlds.test-support.ts';
import type { Finding } from './findings/finding.ts';
import { counterexampleText } from './findings/wording.ts';
import { verifyPolicy } from './verify-policy.ts';

const OF_ORGANISATIONS = /^organisation-/;

const findings = (input: PolicyInput<string>): readonly Finding[] =>
  verifyPolicy(definePolicy(input)).findings.filter(({ code }) => OF_ORGANISATIONS.test(code));

const told = (input: PolicyInput<string>) =>
  findings(input).map(({ code, path, from, counterexample: { roles, contexts, organisation } }) => ({
    ...{ code, path, from, roles, contexts, organisation },
  }));

const CUSTOMERS: PolicyInput<string> = {
  requiredStrength: 'baseline',
  roles: {
    owner: { requiredStrength: 'phishing-resistant' },
    support: { requiredStrength: 'enhanced' },
    contractor: { methods: ['password'] },
    finance: {},
    sales: {},
    auditor: { methods: ['passkey', 'sso'] },
  },
  contexts: {
    outside: { requiredStrength: 'enhanced', proofsWithin: '12h' },
    unmanaged: { methods: ['sso', 'passkey'] },
    risk: { requiredStrength: 'phishing-resistant' },
    embargo: { refuse: true },
  },
  organisations: {
    roles: { owner: { methods: ['passkey'] }, finance: { requiredStrength: 'enhanced' }, member: {} },
    administrators: { rule: ['owner'], people: ['owner'] },
  },
};

function placed(policy: PolicyInput<string>, { counterexample: { contexts = [], organisation }, from }: Finding) {
  const compiled = definePolicy(policy);
  const now = from === undefined ? AT : instant(Date.parse(from));
  const rules = defineOrganisation(compiled, 'every', {});
  return policyIn(compiled, { contexts, organisation: organisation && { rules, roles: organisation }, now });
}

describe('X41 N4 verifyPolicy tries every set of roles in an organisation', () => {
  it('names the fewest roles of an account that cannot enter', () => {
    expect(told(CUSTOMERS)).toEqual([
      {
        ...{ code: 'organisation-locks-out', path: 'organisations.roles.owner', from: undefined },
        ...{ roles: ['contractor'], contexts: undefined, organisation: ['owner'] },
      },
    ]);
    const [found] = findings(CUSTOMERS);
    expect(found?.message).toBe(
      "Whoever holds the role 'contractor' can never enter an organisation as 'owner': 'baseline' is required, and no way in is left.",
    );
    expect(found && counterexampleText(found.counterexample)).toContain("in an organisation as 'owner',");
  });

  it('finds owners of whom nobody enters, with another role or without', () => {
    const gold = { anyOf: [[{ method: 'passkey', attested: true }]] } as const;
    const input: PolicyInput<string> = {
      strengths: { gold },
      organisations: {
        roles: { owner: { requiredStrength: 'gold', methods: ['password'] }, member: {} },
        administrators: { rule: ['owner'], people: ['owner'] },
      },
    };
    expect(told(input).map(({ code, organisation }) => [code, organisation])).toEqual([
      ['organisation-locks-out', ['owner']],
      ['organisation-strands-owners', ['owner']],
    ]);
    const { organisations } = input;
    const two = {
      ...input,
      organisations: { ...organisations, administrators: { rule: ['owner', 'member'], people: ['owner'] } },
    };
    expect(told(two).map(({ code }) => code)).toEqual(['organisation-locks-out']);
  });

  it('finds what needs a context beside a role, and repeats nothing that a context alone does', () => {
    const input: PolicyInput<string> = {
      contexts: { desk: { methods: ['password'] }, embargo: { refuse: true } },
      organisations: { roles: { owner: { methods: ['passkey'] } }, administrators: { rule: [], people: [] } },
    };
    expect(told(input).map(({ code, contexts, organisation }) => [code, contexts, organisation])).toEqual([
      ['organisation-locks-out', ['desk'], ['owner']],
    ]);
  });

  it('tells what begins at a date of organisations, and a role that asks for nothing more', () => {
    const input: PolicyInput<string> = {
      methods: ['password', 'passkey'],
      roles: { desk: { methods: ['password'] } },
      organisations: {
        roles: { owner: { methods: ['password', 'passkey'] } },
        later: [{ from: '2031-02-01T00:00:00Z', methods: ['passkey'] }],
      },
    };
    expect(told(input)).toMatchObject([
      { code: 'organisation-locks-out', roles: ['desk'], from: '2031-02-01T00:00:00.000Z', organisation: [] },
      { code: 'organisation-never-matters', path: 'organisations.roles.owner' },
    ]);
  });

  it('shows cases in which `evaluate` gives the decision of the counterexample', () => {
    for (const finding of findings(CUSTOMERS)) {
      const { roles, factors, evidence, decision } = finding.counterexample;
      const asked = { account: { roles, factors }, evidence, now: AT, local: true };
      expect(evaluate(placed(CUSTOMERS, finding), asked)).toEqual(decision);
    }
  });

  it('goes through six roles, four contexts and three roles of organisations with a few thousand decisions', () => {
    const { world } = verifyPolicy(definePolicy(CUSTOMERS));
    expect(world.complete).toBe(true);
    expect(world.decisions).toBeLessThan(40_000);
  });

  it('says nothing that is not so, of random policies', () => {
    const cases = fc.array(anyCase, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(anyPolicy, anyContexts, anyOrganisations, cases, (policy, contexts, organisations, shown) => {
        const input = { ...policy, contexts, organisations };
        for (const finding of verifyPolicy(definePolicy(input), { decisionsAtMost: 500 }).findings) {
          const { code, message, counterexample } = finding;
          if (code !== 'organisation-locks-out' && code !== 'organisation-strands-owners') continue;
          for (const { account: given, evidence } of shown) {
            const { methods: _, requiredStrength: __, emergency: ___, ...plain } = given;
            const asked = { account: { ...plain, roles: counterexample.roles }, evidence, now: NOW, local: true };
            expect([message, evaluate(placed(input, finding), asked).outcome]).not.toEqual([message, 'granted']);
          }
        }
      }),
      runs(60),
    );
  });
});
