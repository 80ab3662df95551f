import type { Policy, RoleRuleInput } from '@sallyport/core';

export interface RuleChange {
  readonly from: Policy;
  readonly to: Policy;
  /** For the tenant, with the default strength. */
  readonly before: RoleRuleInput<string>;
  readonly after: RoleRuleInput<string>;
}

export type Weaker = (change: RuleChange) => boolean;

/** A new member without a judgement does not compile. */
export type EachMember<Members> = { readonly [Member in keyof Members]-?: Weaker };

/** The names from a rule down to a member of the rule: `['idle']`, or `['corp', 'trust']` for a setting of a provider. */
export type MemberPath = readonly string[];
