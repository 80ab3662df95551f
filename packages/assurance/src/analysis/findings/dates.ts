import { datesOf, type Instant, instant, type Policy } from '@sallyport/core';
import { compileOrganisation, onDate, writtenDates } from '@sallyport/core/model';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { limitsDiffer } from '../world/limits-differ.ts';
import type { Survey } from '../world/survey.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';

/** The policy from each of its dates on, and from each date of the rule of every organisation. */
export function policiesByDate(policy: Policy): readonly { readonly from: Instant; readonly policy: Policy }[] {
  const { later } = compileOrganisation(policy, 'every', {});
  const dates = new Set([...datesOf(policy), ...later.map(({ from }) => from)]);
  return [...dates].sort((one, other) => one - other).map((from) => ({ from, policy: onDate(policy, from) }));
}

/** What a date brings about: a finding that was true before the date is not told again. */
export function foundFrom(from: Instant, before: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.map(keyOf));
  return found
    .filter((finding) => !IDLE.has(finding.code) && !known.has(keyOf(finding)))
    .map((finding) => ({
      ...finding,
      from: new Date(from).toISOString(),
      message: `From ${dateText(from)} on: ${finding.message}`,
    }));
}

/** A rule that begins, and asks for nothing that is not asked before. */
export function findIdleDates(survey: Survey): Finding[] {
  const { policy } = survey;
  const dates = datesOf(policy);
  return writtenDates(policy.document).flatMap(({ path, role, from }): Finding[] => {
    if (!dates.includes(from)) return [];
    const roles = role === undefined ? [] : [role];
    const [before, after] = [onDate(policy, instant(from - 1)), onDate(policy, from)];
    const [old, now] = [effectiveRuleOf(before, roles), effectiveRuleOf(after, roles)];
    const isSame = old.strengths === now.strengths && old.methods === now.methods;
    if (!isSame || limitsDiffer(before, after, roles)) return [];
    const whose = role === undefined ? 'The rule' : `The rule of the role '${role}'`;
    const message = `${whose} from ${dateText(from)} on asks for nothing that is not asked for before.`;
    const counterexample = ordinaryExampleOf(survey, roles);
    return [{ code: 'rule-never-matters', severity: 'warning', path, message, counterexample }];
  });
}

/** A rule may be idle for a while: the date makes the whole tenant stricter than a role. */
const IDLE: ReadonlySet<Finding['code']> = new Set<Finding['code']>([
  'rule-never-matters',
  'context-never-matters',
  'organisation-never-matters',
  'unused-strength',
]);

function keyOf({ code, path, counterexample: { roles, contexts, organisation } }: Finding): string {
  return JSON.stringify([code, path, roles, contexts, organisation]);
}

/** `2026-12-15`, or with the time of the day in UTC. */
export function dateText(date: Instant): string {
  const text = new Date(date).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace(':00.000Z', 'Z');
}
