import { definePolicy, evaluate, type PolicyInput, policyIn } from '@sallyport/core';
import { AT } from '@sallyport/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyContexts } from '../../../core/src/decision/contexts.test-support.ts';
import { NOW } from '../../../core/src/decision/facts.test-support.ts';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { anyCase, anyPolicy } from '../../../core/src/decision/worlds.test-support.ts';
import type { Finding } from './findings/finding.ts';
import { changedRules } from './rules/changed-rules.ts';
import { verifyPolicy } from './verify-policy.ts';

const findings = (input: PolicyInput<string>): readonly Finding[] => verifyPolicy(definePolicy(input)).findings;

const OFFICE: PolicyInput<string> = {
  requiredStrength: 'baseline',
  administrators: { policy: ['owner'], people: ['owner'] },
  roles: {
    owner: { requiredStrength: 'phishing-resistant' },
    support: { requiredStrength: 'enhanced' },
    contractor: { methods: ['password'], requiredStrength: 'enhanced' },
    finance: { methods: ['password'], requiredStrength: 'enhanced' },
    sales: {},
    auditor: { methods: ['passkey', 'sso'] },
  },
  contexts: {
    outside: { requiredStrength: 'enhanced', proofsWithin: '12h' },
    unmanaged: { methods: ['sso', 'passkey'] },
    risk: { requiredStrength: 'phishing-resistant', recentProof: '5m' },
    embargo: { refuse: true },
  },
};

describe('N17 N4 verifyPolicy tries every set of contexts', () => {
  it('names the fewest roles and contexts of a lock-out, and the roles with the same rule', () => {
    const found = findings(OFFICE).filter(({ code }) => code === 'context-locks-out');
    expect(
      found.map(({ severity, message, path, counterexample: { roles, contexts } }) => [
        severity,
        path,
        roles,
        contexts,
        message,
      ]),
    ).toEqual(
      [
        [
          'warning',
          'contexts.unmanaged',
          ['contractor'],
          ['unmanaged'],
          "Whoever holds the role 'contractor' can never sign in in the context 'unmanaged': 'enhanced' is required, and no way in is left. The same goes for 'finance'.",
        ],
        [
          'info',
          'contexts.embargo',
          [],
          ['embargo'],
          "Nobody can sign in in the context 'embargo': 'baseline' is required, and no way in is left.",
        ],
      ].sort((a, b) => found.findIndex(({ path }) => path === a[1]) - found.findIndex(({ path }) => path === b[1])),
    );
  });

  it('finds a lock-out that needs two contexts, and none beside it for a larger set', () => {
    const found = findings({
      contexts: { a: { methods: ['password'] }, b: { methods: ['passkey'] }, c: { requiredStrength: 'enhanced' } },
    }).filter(({ code }) => code === 'context-locks-out');
    expect(found.map(({ counterexample }) => counterexample.contexts)).toEqual([['a', 'b']]);
  });

  it('says that a host that fails keeps everybody out', () => {
    const [found] = findings(OFFICE).filter(({ code }) => code === 'context-unknown-refuses');
    expect(found).toMatchObject({ severity: 'info', path: 'contexts' });
    expect(found?.message).toContain("'embargo' refuses everybody");
  });

  it('shows cases in which `evaluate` gives the decision of the counterexample', () => {
    for (const { counterexample } of findings(OFFICE)) {
      const { roles, contexts = [], factors, evidence, decision } = counterexample;
      const placed = policyIn(definePolicy(OFFICE), { contexts });
      expect(evaluate(placed, { account: { roles, factors }, evidence, now: AT, local: true })).toEqual(decision);
    }
  });

  it('goes through six roles and four contexts with a few thousand decisions', () => {
    const { world } = verifyPolicy(definePolicy(OFFICE));
    expect(world.complete).toBe(true);
    expect(world.decisions).toBeLessThan(20_000);
  });

  it('says nothing that is not so, of random policies', () => {
    const cases = fc.array(anyCase, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(anyPolicy, anyContexts, cases, (policy, contexts, shown) => {
        const input = { ...policy, contexts };
        const compiled = definePolicy(input);
        for (const { code, path = '', message, counterexample } of verifyPolicy(compiled, { decisionsAtMost: 500 })
          .findings) {
          for (const { account: given, evidence } of shown) {
            const { methods: _, requiredStrength: __, emergency: ___, ...plain } = given;
            const ask = (of: typeof compiled, roles: readonly string[]) => {
              const { because: ____, ...decision } = evaluate(of, {
                account: { ...plain, roles },
                evidence,
                now: NOW,
                local: true,
              });
              return decision;
            };
            if (code === 'context-locks-out' || code === 'context-strands-administrators') {
              const placed = policyIn(compiled, { contexts: counterexample.contexts ?? [] });
              expect([message, ask(placed, counterexample.roles).outcome]).not.toEqual([message, 'granted']);
            }
            if (code === 'context-unknown-refuses')
              expect(ask(policyIn(compiled, { contexts: 'unknown' }), []).outcome).not.toBe('granted');
            if (code === 'context-never-matters')
              expect(ask(policyIn(compiled, { contexts: [path.split('.')[1] ?? ''] }), given.roles)).toEqual(
                ask(compiled, given.roles),
              );
          }
        }
      }),
      runs(60),
    );
  });
});

describe('N17 N5 a change of a context', () => {
  const weakerMembers = (before: object, after: object | undefined): unknown => {
    const contexts: PolicyInput<string>['contexts'] = after === undefined ? {} : { outside: after };
    const [rule] = changedRules(definePolicy({ contexts: { outside: before } }), definePolicy<string>({ contexts }));
    return rule === undefined ? 'unchanged' : rule.weaker && rule.weakerMembers;
  };

  it.each([
    [{ requiredStrength: 'enhanced' }, { requiredStrength: 'phishing-resistant' }, false],
    [{ requiredStrength: 'enhanced' }, { requiredStrength: 'baseline' }, [['outside', 'requiredStrength']]],
    [
      { requiredStrength: 'enhanced', proofsWithin: '1h' },
      { requiredStrength: 'enhanced', proofsWithin: '2h' },
      [['outside', 'proofsWithin']],
    ],
    [{ methods: ['passkey'] }, { methods: ['passkey', 'sso'] }, [['outside', 'methods']]],
    [{ methods: ['passkey', 'sso'] }, { methods: ['passkey'] }, false],
    [{ refuse: true }, {}, [['outside', 'refuse']]],
    [
      { refuse: true },
      { methods: ['passkey'] },
      [
        ['outside', 'methods'],
        ['outside', 'refuse'],
      ],
    ],
    [{ recentProof: '5m' }, { recentProof: '10m' }, [['outside', 'recentProof']]],
    [{ recentProof: '1h' }, {}, []],
    [{ enrollment: { firstFactor: 'vouched' } }, {}, [['outside', 'enrollment']]],
    [{ enrollment: { firstFactor: 'password' } }, {}, false],
    [{ shown: true }, {}, false],
  ])('from %j to %j is told as weaker by member', (before, after, said) => {
    const told = weakerMembers(before, after);
    expect(Array.isArray(said) && said.length === 0 ? told === false : told).toEqual(
      Array.isArray(said) && said.length === 0 ? true : said,
    );
  });

  it('that takes the context away is weaker', () => {
    const [rule] = changedRules(
      definePolicy({ contexts: { outside: { requiredStrength: 'enhanced' } } }),
      definePolicy({}),
    );
    expect(rule).toMatchObject({ source: 'tenant', member: 'contexts', weaker: true });
  });

  it('that adds a context is not', () => {
    const [rule] = changedRules(definePolicy({}), definePolicy({ contexts: { outside: { refuse: true } } }));
    expect(rule).toMatchObject({ member: 'contexts', weaker: false });
  });
});
