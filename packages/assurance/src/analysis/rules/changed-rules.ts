import { datesOf, type Policy } from '@sallyport/core';
import { POLICY_DEFAULTS, writtenDates } from '@sallyport/core/model';
import type { MemberPath, RuleChange, Weaker } from './rule-change.ts';
import { ROLE_JUDGES, TENANT_JUDGES, WEAKER_MEMBERS } from './weaker-rules.ts';

/** A member of a policy that a change of the policy changes. */
export interface ChangedRule {
  /** The tenant, or the role with the rule. */
  readonly source: 'tenant' | { readonly role: string };
  /** The name of the member: `requiredStrength`, `session`, `lockout`. */
  readonly member: string;
  /** The written value under the policy in force. `null`: the policy has no such member. */
  readonly before: unknown;
  /** The written value under the new policy. `null`: the member is gone. */
  readonly after: unknown;
  /**
   * The new policy demands less than this rule demanded, of somebody or at some time. For a rule of a role: of an account with this role alone.
   * False if the new rule of the tenant demands all that the role's rule demanded.
   */
  readonly weaker: boolean;
  /**
   * The changed members of the rule that demand less, each as the names from the rule down to the member: `['maxFailures']`, or `['corp', 'trust']`.
   * Empty if the rule is weaker because of another rule. Present if the rule is weaker and has members.
   */
  readonly weakerMembers?: readonly MemberPath[];
}

/**
 * Lists every member that differs between two policies: the members of the tenant in the order of the schema, then the members of each role's rule.
 * If no listed rule is weaker, the new policy demands of every account everything that the policy in force demands. Between two dates of one policy,
 * the rules that begin are listed as changes of the rule beside them.
 *
 * @example
 * ```ts
 * import { definePolicy } from '@sallyport/core';
 * import { changedRules } from '@sallyport/assurance';
 *
 * const from = definePolicy({ roles: { contractor: { requiredStrength: 'enhanced' } } });
 * const [rule] = changedRules(from, definePolicy({}));
 * console.log(rule); // { source: { role: 'contractor' }, member: 'requiredStrength', before: 'enhanced', after: null, weaker: true }
 * ```
 */
export function changedRules(from: Policy, to: Policy): readonly ChangedRule[] {
  if (from.document === to.document) return betweenDates(from, to);
  const { roles: oldRoles = {}, ...before } = from.document;
  const { roles: newRoles = {}, ...after } = to.document;
  const names = [...new Set([...Object.keys(newRoles), ...Object.keys(oldRoles)])];
  return [
    ...changedMembers('tenant', TENANT_JUDGES, before, after, {
      ...{ from, to },
      ...{ before: { ...TENANT_RULE, ...before }, after: { ...TENANT_RULE, ...after } },
    }),
    ...names.flatMap((role) => {
      const [old = {}, rule = {}] = [own(oldRoles, role), own(newRoles, role)];
      return changedMembers({ role }, ROLE_JUDGES, old, rule, { from, to, before: old, after: rule });
    }),
  ];
}

/** The place of a rule in the policy, for a person: `lockout`, or `roles.admin.requiredStrength`. */
export function placeOfRule({ source, member }: Pick<ChangedRule, 'source' | 'member'>): string {
  return source === 'tenant' ? member : `roles.${source.role}.${member}`;
}

/** Two dates of one policy have one document. The rules that begin between them make the difference. */
function betweenDates(from: Policy, to: Policy): readonly ChangedRule[] {
  const [old, now] = [datesOf(from).length, datesOf(to).length];
  const [earlier, later] = old > now ? [from, to] : [to, from];
  return writtenDates(earlier.document)
    .filter((date) => datesOf(earlier).includes(date.from) && !datesOf(later).includes(date.from))
    .sort((one, other) => one.from - other.from)
    .flatMap(({ role, rule: { from: _, ...asked } }) => {
      const rule = role === undefined ? earlier.document : (earlier.document.roles?.[role] ?? {});
      return Object.entries(asked).map(([member, value]): ChangedRule => {
        const beside = own<object>({ ...(role === undefined ? TENANT_RULE : {}), ...rule }, member) ?? null;
        const [before, after] = earlier === from ? [beside, value] : [value, beside];
        return { source: role === undefined ? 'tenant' : { role }, member, before, after, weaker: earlier === to };
      });
    });
}

const TENANT_RULE = { requiredStrength: POLICY_DEFAULTS.requiredStrength };

function changedMembers(
  source: ChangedRule['source'],
  judges: Readonly<Record<string, Weaker>>,
  old: object,
  rule: object,
  change: RuleChange,
): readonly ChangedRule[] {
  return Object.entries(judges).flatMap(([member, isWeaker]) => {
    const [before = null, after = null] = [own(old, member), own(rule, member)];
    if (inOrder(before) === inOrder(after)) return [];
    const weaker = isWeaker(change);
    const weakerMembers = weaker ? weakerIn(member, before, after, change) : undefined;
    return [{ source, member, before, after, weaker, ...(weakerMembers && { weakerMembers }) }];
  });
}

function weakerIn(
  rule: string,
  before: unknown,
  after: unknown,
  change: RuleChange,
): readonly MemberPath[] | undefined {
  return own(WEAKER_MEMBERS, rule)?.(change).filter((path) => inOrder(at(before, path)) !== inOrder(at(after, path)));
}

function at(value: unknown, path: MemberPath): unknown {
  return path.reduce<unknown>(
    (within, name) => (typeof within === 'object' && within !== null ? own<object>(within, name) : undefined),
    value,
  );
}

function own<Members extends object>(record: Members, name: string): Members[keyof Members] | undefined {
  return Object.getOwnPropertyDescriptor(record, name)?.value;
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
