import fc from 'fast-check';
import type { LaterRuleInput, PolicyInput, RoleRuleInput } from '../policy/policy-input.ts';
import { NOW } from './facts.test-support.ts';
import { roleRule } from './worlds.test-support.ts';

const DAY = 86_400_000;

/** Before, at and after the time of every question. */
const MOMENTS = [NOW - 2 * DAY, NOW - 1, NOW, NOW + 1, NOW + 3 * DAY];

export const someTime: fc.Arbitrary<typeof NOW> = fc
  .constantFrom(...MOMENTS, NOW - 3 * DAY, NOW + 4 * DAY)
  .map((time) => time as typeof NOW);

function dated(rule: RoleRuleInput<string>, time: number): LaterRuleInput<string> {
  return { from: new Date(time).toISOString(), ...rule };
}

/** Rules that begin, the earliest first. A rule that asks for nothing is no rule. */
export const anyLater: fc.Arbitrary<readonly LaterRuleInput<string>[]> = fc
  .tuple(fc.subarray(MOMENTS, { minLength: 1 }), fc.array(roleRule, { minLength: 5, maxLength: 5 }))
  .map(([times, rules]) =>
    times.map((time, place) => {
      const { [place]: rule = {} } = rules;
      return dated(Object.keys(rule).length === 0 ? { requiredStrength: 'baseline' } : rule, time);
    }),
  );

export const oneRule: fc.Arbitrary<RoleRuleInput<string>> = roleRule.filter((rule) => Object.keys(rule).length > 0);

/** The policy with rules that begin, for the tenant, a role with a rule, and perhaps a role that had none. */
export function withDates(policy: PolicyInput<string>): fc.Arbitrary<PolicyInput<string>> {
  return fc
    .record({ tenant: fc.option(anyLater), admin: fc.option(anyLater), member: fc.option(anyLater) })
    .map(({ tenant, ...ofRoles }) => ({
      ...policy,
      ...(tenant === null ? {} : { later: tenant }),
      roles: {
        ...policy.roles,
        ...Object.fromEntries(
          Object.entries(ofRoles).flatMap(([role, later]) =>
            later === null ? [] : [[role, { ...policy.roles?.[role], later }]],
          ),
        ),
      },
    }));
}
