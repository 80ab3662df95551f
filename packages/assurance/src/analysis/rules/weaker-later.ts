import type { LaterRuleInput, RoleRuleInput } from '@sallyport/core';
import type { RuleChange, Weaker } from './rule-change.ts';

/**
 * A rule that began, or begins, asks less if no single rule of the new policy covers it by then: the rule beside it, or a rule that has begun beside it
 * or for the whole tenant. Two rules that cover it together count as less.
 */
export function weakerLater(
  change: RuleChange,
  judges: Readonly<Record<'requiredStrength' | 'methods' | 'session', Weaker>>,
): boolean {
  const { to, before, after } = change;
  const later = [...(after.later ?? []), ...(to.document.later ?? [])];
  return (before.later ?? []).some((rule) => {
    const covering: readonly RoleRuleInput<string>[] = [after, ...later.filter(isBegunBy(rule))];
    return Object.values(judges).some((isWeaker) =>
      covering.every((covers) => isWeaker({ ...change, before: rule, after: covers })),
    );
  });
}

function isBegunBy({ from }: LaterRuleInput<string>): (rule: LaterRuleInput<string>) => boolean {
  return (rule) => Date.parse(rule.from) <= Date.parse(from);
}
