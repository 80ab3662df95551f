import type { Policy } from '../../policy/policy.ts';
import { effectiveRuleOf, effectiveRules } from '../world/effective-rules.ts';

/** Sets of roles with the same rule. */
export interface RoleGroup {
  readonly roleSets: readonly (readonly string[])[];
}

/** Groups sets of roles by rule. Default: no role, each role, and pairs of roles with a joined rule that no single role has. */
export function roleGroups(
  policy: Policy,
  roleSets: readonly (readonly string[])[] = ordinaryRoleSets(policy),
): readonly RoleGroup[] {
  const groups = new Map<string, (readonly string[])[]>();
  for (const roles of roleSets) {
    const { strengths, methods } = effectiveRuleOf(policy, roles);
    const key = `${strengths}/${methods}`;
    groups.set(key, [...(groups.get(key) ?? []), roles]);
  }
  return [...groups.values()].map((sets) => ({ roleSets: sets }));
}

function ordinaryRoleSets(policy: Policy): (readonly string[])[] {
  const single = [...policy.roles.keys()].sort().map((name) => [name]);
  const together = effectiveRules(policy, { rolesAtOnce: 2 }).rules.filter(({ roles }) => roles.length > 1);
  return [[], ...single, ...together.map(({ roles }) => roles)];
}
