import { effectiveRuleOf } from '../world/effective-rules.ts';
import { fullAccounts } from '../world/factor-sets.ts';
import { grantedWith } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import { exampleOf, ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { holders, quoted, ruleText } from './wording.ts';

export function signInOf(survey: Survey): (roles: readonly string[]) => boolean {
  const full = fullAccounts(survey.policy);
  const known = new Map<string, boolean>();
  return (roles) => {
    const { strengths, methods } = effectiveRuleOf(survey.policy, roles);
    const key = `${strengths}/${methods}`;
    const can = known.get(key) ?? full.some((factors) => grantedWith(survey, roles, factors) !== undefined);
    known.set(key, can);
    return can;
  };
}

/** A larger set is reported only if no subset is. */
export function findLockedOut(survey: Survey): Finding[] {
  const { policy, rules } = survey;
  const can = signInOf(survey);
  if (!can([])) {
    const message = `Nobody can sign in: ${ruleText(policy, policy.tenant)}. No proof there is satisfies that.`;
    return [
      {
        code: 'nobody-can-sign-in',
        severity: 'error',
        message,
        counterexample: exampleOf(survey, [], { passkeys: [] }),
      },
    ];
  }
  const names = [...policy.roles.keys()].sort();
  const alone = names.filter((name) => !can([name]));
  const others = names.filter((name) => !alone.includes(name));
  const pairs = onceForEqualRules(survey, others).flatMap((a, place, groups) =>
    groups
      .slice(place + 1)
      .filter((b) => !can([a.name, b.name]))
      .map((b) => [a, b] as const),
  );
  const excluded = pairs.map((pair) => pair.map(({ name }) => name));
  const larger = rules
    .map(({ roles }) => roles)
    .filter((roles) => roles.length > 2 && !roles.some((role) => alone.includes(role)) && !can(roles));
  for (const roles of larger)
    if (!excluded.some((part) => part.every((role) => roles.includes(role)))) excluded.push([...roles]);
  return [
    ...alone.map((name) => lockedOut(survey, name)),
    ...excluded.map((roles, place) =>
      excludes(
        survey,
        roles,
        (pairs[place] ?? []).flatMap(({ alike }) => alike),
      ),
    ),
  ];
}

function lockedOut(survey: Survey, name: string): Finding {
  return {
    code: 'role-locked-out',
    severity: 'error',
    path: `roles.${name}`,
    message: `Whoever holds the role '${name}' can never sign in: ${ruleText(survey.policy, effectiveRuleOf(survey.policy, [name]))}. No proof there is satisfies that.`,
    counterexample: ordinaryExampleOf(survey, [name], []),
  };
}

function excludes(survey: Survey, roles: readonly string[], alike: readonly string[]): Finding {
  const also = alike.length === 0 ? '' : ` The same goes for ${quoted(alike)}, which ask for the same.`;
  return {
    code: 'roles-exclude-each-other',
    severity: 'warning',
    path: 'roles',
    message: `Each can sign in, but ${holders(roles)} together never can: ${ruleText(survey.policy, effectiveRuleOf(survey.policy, roles))}.${also}`,
    counterexample: ordinaryExampleOf(survey, roles, roles.slice(0, 1)),
  };
}

interface RoleGroup {
  readonly name: string;
  readonly alike: readonly string[];
}

function onceForEqualRules({ policy }: Survey, names: readonly string[]): RoleGroup[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const { strengths, methods } = effectiveRuleOf(policy, [name]);
    const key = `${strengths}/${methods}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].map(([name = '', ...alike]) => ({ name, alike }));
}
