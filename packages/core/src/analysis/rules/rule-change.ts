import type { Policy, RoleRuleInput } from '../../policy/policy.ts';

/** A change of the rule of the tenant or of a role. */
export interface RuleChange {
  /** The policy in force. */
  readonly from: Policy;
  /** The new policy. */
  readonly to: Policy;
  /** The rule as the policy in force has it. For the tenant, with the default strength. */
  readonly before: RoleRuleInput;
  /** The rule as the new policy has it. */
  readonly after: RoleRuleInput;
}

/** Returns true if the new policy demands less than the old rule demanded. */
export type Weaker = (change: RuleChange) => boolean;

/** A judgement for every member of a type. A new member without a judgement does not compile. */
export type EachMember<Members> = { readonly [Member in keyof Members]-?: Weaker };

/** The names from a rule down to a member of the rule: `['idle']`, or `['corp', 'trust']` for a setting of a provider. */
export type MemberPath = readonly string[];
