import { dateProblems } from './date-problems.ts';
import type { OrganisationInput, OrganisationRuleInput } from './organisation-input.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { PolicyInput } from './policy-input.ts';
import { MOST_ROLES_IN_ORGANISATIONS as MOST_ROLES } from './schema.ts';
import { problem, unknownName } from './schema-problems.ts';
import { listed } from './written-dates.ts';

type RulesInput = Pick<OrganisationInput<string>, keyof OrganisationRuleInput | 'later' | 'roles'>;

interface WrittenRule {
  readonly path: string;
  readonly rule: OrganisationRuleInput<string>;
}

/** @param at the path of the rules; empty for the rule of one organisation */
export function writtenRules(at: string, { roles = {}, ...ofAll }: RulesInput): readonly WrittenRule[] {
  return [
    { path: at, rule: ofAll },
    ...Object.entries(roles).map(([role, rule]) => ({ path: inside(at, `roles.${role}`), rule })),
    ...writtenDatesOf(at, { roles, ...ofAll }),
  ];
}

/** The rules of all organisations in a policy. */
export function policysProblems({ organisations }: PolicyInput<string>, strengths: readonly string[]): PolicyProblem[] {
  if (organisations === undefined) return [];
  const { administrators = {} } = organisations;
  const roles = Object.keys(organisations.roles ?? {});
  return [
    ...rulesProblems('organisations', organisations, strengths),
    ...tooManyRoles('organisations.roles', roles.length, 'roles'),
    ...Object.entries<readonly string[]>({ ...administrators }).flatMap(([right, named]) =>
      named.flatMap((role, place) =>
        unknownName(`organisations.administrators.${right}.${place}`, role, roles, 'role in organisations'),
      ),
    ),
  ];
}

export function rulesProblems(at: string, rules: RulesInput, strengths: readonly string[]): PolicyProblem[] {
  return [
    ...writtenRules(at, rules).flatMap(({ path, rule }) =>
      unknownName(inside(path, 'requiredStrength'), rule.requiredStrength, strengths, 'strength'),
    ),
    ...dateProblems(inside(at, 'later'), writtenDatesOf(at, rules), 'an organisation'),
  ];
}

export function tooManyRoles(path: string, roles: number, what: string): PolicyProblem[] {
  return roles > MOST_ROLES ? [problem(path, `there are ${roles} ${what}; at most ${MOST_ROLES} are possible`)] : [];
}

function writtenDatesOf(at: string, { later, roles = {} }: RulesInput) {
  return [
    ...listed(inside(at, 'later'), later),
    ...Object.entries(roles).flatMap(([role, rule]) => listed(inside(at, `roles.${role}.later`), rule.later)),
  ];
}

function inside(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}
