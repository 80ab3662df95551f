import type { OrganisationRule } from '@sallyport/core';
import { compileOrganisation } from '@sallyport/core/model';
import type { MemberPath, RuleChange } from './rule-change.ts';
import { PLACE_JUDGES } from './weaker-contexts.ts';

/**
 * A rule of organisations asks less if no single rule of the new policy covers it: a rule of everybody there or of the same role that has begun by then.
 * A role that administers, and did not, asks less too.
 */
export function weakerOrganisations({ from, to }: RuleChange): readonly MemberPath[] {
  // An organisation without a rule of its own has the rules of the policy.
  const [old, now] = [from, to].map((policy) => compileOrganisation(policy, '', {}).rules);
  const ofRules = (old ?? []).flatMap((rule): MemberPath[] => {
    const covering = (now ?? []).filter((other) => covers(other, rule)).map((other) => other.rule);
    return Object.entries(PLACE_JUDGES).flatMap(([member, isWeaker]) => {
      const asksLess = [undefined, ...covering].every((after) => isWeaker({ from, to, before: rule.rule, after }));
      return asksLess ? [pathOf(rule, member)] : [];
    });
  });
  const ofRights = (['rule', 'people'] as const).flatMap((right): MemberPath[] => {
    const [before, after] = [from, to].map(({ organisations }) => organisations.administrators[right]);
    return after?.every((role) => before?.includes(role)) === true ? [] : [['administrators', right]];
  });
  return [...ofRules, ...ofRights];
}

function covers(other: OrganisationRule, { role, from }: OrganisationRule): boolean {
  const isOfSame = other.role === undefined || other.role === role;
  return isOfSame && (other.from === undefined || (from !== undefined && other.from <= from));
}

function pathOf({ role, from }: OrganisationRule, member: string): MemberPath {
  return [...(role === undefined ? [] : ['roles', role]), from === undefined ? member : 'later'];
}
