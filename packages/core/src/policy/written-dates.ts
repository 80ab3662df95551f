import type { Instant } from '../time/instant.ts';
import { instant } from '../time/instant.ts';
import type { LaterRuleInput, PolicyInput } from './policy-input.ts';

export interface WrittenDate<Rule extends { readonly from: string } = LaterRuleInput<string>> {
  readonly path: string;
  readonly role?: string;
  readonly rule: Rule;
  readonly from: Instant;
  /** The date before it in the same list. */
  readonly after: string | undefined;
}

export function writtenDates({ later, roles = {} }: PolicyInput<string>): readonly WrittenDate[] {
  return [
    ...listed('later', later),
    ...Object.entries(roles).flatMap(([role, rule]) =>
      listed(`roles.${role}.later`, rule.later).map((date) => ({ ...date, role })),
    ),
  ];
}

export function listed<Rule extends { readonly from: string }>(
  path: string,
  later: readonly Rule[] = [],
): readonly WrittenDate<Rule>[] {
  return later.map((rule, place) => ({
    path: `${path}.${place}`,
    rule,
    from: instant(Date.parse(rule.from)),
    after: later[place - 1]?.from,
  }));
}
