import { definePolicy, type Policy, type PolicyInput } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../../core/src/decision/runs.test-support.ts';
import { anyPolicy, roleRule } from '../../../../core/src/decision/worlds.test-support.ts';
import { effectiveRuleOf, effectiveRules } from './effective-rules.ts';
import { factorSetsUnder } from './factor-sets.ts';
import { survey } from './survey.ts';
import { outcomeText, walk } from './walk.ts';

const policies = fc
  .record({ policy: anyPolicy, roles: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), roleRule) })
  .map(({ policy, roles }) => definePolicy({ ...policy, roles }));

function* subsets<Item>([first, ...others]: readonly Item[]): Generator<readonly Item[]> {
  if (first === undefined) return yield [];
  for (const rest of subsets(others)) {
    yield rest;
    yield [first, ...rest];
  }
}

describe('N4 effective rules', () => {
  it('are those of every set of roles, each with the fewest roles that ask for it', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const fewest = new Map<string, number>();
        for (const roles of subsets([...policy.roles.keys()])) {
          const key = JSON.stringify(effectiveRuleOf(policy, roles));
          fewest.set(key, Math.min(fewest.get(key) ?? Number.POSITIVE_INFINITY, roles.length));
        }
        const { rules, complete } = effectiveRules(policy);
        expect(complete).toBe(true);
        expect(new Map(rules.map(({ roles, ...rule }) => [JSON.stringify(rule), roles.length]))).toEqual(fewest);
        for (const { roles, ...rule } of rules) expect(effectiveRuleOf(policy, roles)).toEqual(rule);
      }),
      runs(100),
    );
  });

  it('that are equal give equal decisions, in every state that a person comes to', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const world = survey(policy);
        const witness = new Map(world.rules.map(({ roles, ...rule }) => [JSON.stringify(rule), roles]));
        for (const roles of [...subsets([...policy.roles.keys()])].slice(0, 6)) {
          const others = witness.get(JSON.stringify(effectiveRuleOf(policy, roles))) ?? [];
          for (const { factors } of world.factorSets.filter((_, place) => place % 17 === 0))
            for (const { evidence, decision } of walk(world.proofs(factors), (given) =>
              world.ask(roles, factors, given),
            ).steps)
              expect(outcomeText(world.ask(others, factors, evidence))).toBe(outcomeText(decision));
        }
      }),
      runs(12),
    );
  });

  /** Expects that each set of factors, or each seventh, has the answers of a kept set. */
  function expectToldApart(policy: Policy, each: number): void {
    const world = survey(policy);
    for (const rule of world.rules.slice(0, 3)) {
      const answers = (factors: (typeof world.factorSets)[number]['factors']): string => {
        const { steps, end } = walk(world.proofs(factors), (given) => world.ask(rule.roles, factors, given));
        return JSON.stringify([end, [...new Set(steps.map(({ decision }) => outcomeText(decision)))].sort()]);
      };
      const kept = new Set(factorSetsUnder(policy, rule, world.factorSets).map(({ factors }) => answers(factors)));
      const left = world.factorSets.filter((_, place) => place % each === 0);
      for (const { factors } of left) expect(kept).toContain(answers(factors));
    }
  }

  it('tell factor sets apart wherever a decision does', () => {
    fc.assert(
      fc.property(policies, (policy) => expectToldApart(policy, 7)),
      runs(15),
    );
  });

  it('tell a password apart that was set by the mailbox of a provider, beside that provider', () => {
    const both = {
      anyOf: [
        ['password', 'sso'],
        ['passkey', 'sso'],
      ].map((methods) => methods.map((method) => ({ method }))),
    };
    const trust = [{ amr: ['hwk'], strength: 'phishing-resistant' }];
    const policy = definePolicy({
      requiredStrength: 'both',
      methods: ['password', 'ldap', 'sso'],
      strengths: { both },
      providers: { corp: { trust, mailDomains: ['corp.example'] }, club: {} },
    } as PolicyInput<string>);
    expectToldApart(policy, 1);
  });

  it('of strengths that mean the same keep one', () => {
    const anyOf = [[{ method: 'password' }, { method: 'totp' }]] as const;
    const policy = definePolicy({
      requiredStrength: 'one',
      strengths: { one: { anyOf }, two: { anyOf } },
      roles: { a: { requiredStrength: 'two' }, b: { requiredStrength: 'single' } },
    });
    const { rules } = effectiveRules(policy);
    expect(rules.map(({ strengths, roles }) => [strengths, roles])).toEqual([[1 << 4, []]]);
  });

  it('of thirty roles are found without a table of all their sets', () => {
    const roles = Object.fromEntries(
      Array.from({ length: 30 }, (_, place) => [
        `role-${place}`,
        { requiredStrength: (['baseline', 'enhanced', 'phishing-resistant'] as const)[place % 3] ?? 'single' },
      ]),
    );
    const { rules, complete } = effectiveRules(definePolicy<string>({ roles }));
    expect([rules.length, complete]).toEqual([3, true]);
  });

  it('are cut short where there are too many, and say so', () => {
    const methods = ['password', 'ldap', 'sso', 'passkey'] as const;
    const roles = Object.fromEntries(
      methods.map((left) => [left, { methods: methods.filter((method) => method !== left) }]),
    );
    expect(effectiveRules(definePolicy<string>({ roles }))).toMatchObject({ complete: true, rules: { length: 16 } });
    expect(effectiveRules(definePolicy({ roles }), { rulesAtMost: 5 })).toMatchObject({
      complete: false,
      rules: { length: 5 },
    });
    expect(effectiveRules(definePolicy({ roles }), { rolesAtOnce: 1 })).toMatchObject({
      complete: false,
      rules: { length: 5 },
    });
  });
});
