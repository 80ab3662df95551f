import type { ChangedRule } from '@sallyport/core/analysis';

/** The place of a rule in the policy: `lockout`, or `roles.admin.requiredStrength`. */
export function placeOf({ source, member }: Pick<ChangedRule, 'source' | 'member'>): string {
  return source === 'tenant' ? member : `roles.${source.role}.${member}`;
}

/** A value of the policy in a few words. `null`: the policy has no such member. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'not given';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
