import fc from 'fast-check';
import type { ContextRuleInput, PolicyInput } from '../policy/policy-input.ts';
import { roleRule } from './worlds.test-support.ts';

/** `constructor` and `__proto__` are names like any other, where a policy may use them. */
export const CONTEXTS = ['outside', 'unmanaged', 'risk', 'constructor'] as const;

const context: fc.Arbitrary<ContextRuleInput<string>> = fc
  .record({
    rule: roleRule,
    more: fc.record(
      {
        proofsWithin: fc.constantFrom('5m', '2h', '30d'),
        recentProof: fc.constantFrom('1m', '5m', '1h'),
        enrollment: fc.record({ firstFactor: fc.constantFrom('two-proofs', 'vouched', 'password') }),
        shown: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    refuses: fc.nat(9),
  })
  .map(({ rule, more, refuses }) => ({ ...rule, ...more, ...(refuses === 0 ? { refuse: true as const } : {}) }));

/** Random contexts for a random policy. */
export const anyContexts: fc.Arbitrary<NonNullable<PolicyInput<string>['contexts']>> = rulesFor(CONTEXTS, context);

/** What a host tells of a request: names, some of them unknown to the policy, or nothing. */
export const anyTold: fc.Arbitrary<readonly string[] | 'unknown'> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('unknown' as const) },
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...CONTEXTS, 'never-heard-of', '__proto__'), { maxLength: 5 }) },
);

/** A rule for some of the names. */
export function rulesFor<Rule>(
  names: readonly string[],
  rule: fc.Arbitrary<Rule>,
): fc.Arbitrary<Readonly<Record<string, Rule>>> {
  return fc
    .tuple(...names.map((name) => fc.option(rule).map((written) => ({ name, written }))))
    .map((all) => Object.fromEntries(all.flatMap(({ name, written }) => (written === null ? [] : [[name, written]]))));
}
