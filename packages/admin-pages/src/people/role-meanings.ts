import type { AdminAccount, PolicyDocument } from '@sallyport/browser';
import { capital, listed, roleName, sentenceFor } from '@sallyport/pages/parts';
import { ownStrengths, placeOf, STEPS } from '../policy/built-in-strengths.ts';
import { readAt, recordOf } from '../policy/document.ts';
import { administratorsOf, helpdesksOf } from '../policy/policy-roles.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from '../words.ts';

const { roleMeans: says } = words.administration.actions;

/** A line about a role: the rights and the demands of the policy. */
export function meaningOf(policy: PolicyDocument, role: string): string {
  const rule = ruleOf(policy, role);
  const { requiredStrength: strength } = rule;
  const means = [
    ...administrationBy(policy, role),
    ...(typeof strength === 'string' ? [says.asks(strengthDemand(strength))] : []),
  ];
  if (means.length > 0) return capital(means.join('; '));
  if (Object.keys(rule).length > 0) return says.ruled;
  const helpers = helpdesksOf(policy).flatMap(({ roles, over }) => (over.includes(role) ? roles : []));
  return helpers.length > 0 ? says.helped(listed([...new Set(helpers)].map(roleName))) : says.asEveryone;
}

/** The rights of a role in the administration, with a line for each entry of the policy. */
export function administrationBy(policy: PolicyDocument, role: string): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  if (ofPolicy.includes(role)) return [says.policy];
  if (people.includes(role)) return [says.people];
  return helpdesksOf(policy)
    .filter(({ roles }) => roles.includes(role))
    .map(({ over, may }) => says.helpdesk(listed(over.map(roleName)), listed(may.map(rightName))));
}

/** How far roles of administration reach: 0 nobody, 1 the people of a helpdesk, 2 people, 3 the policy. */
export function rankOf(policy: PolicyDocument, roles: readonly string[]): number {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const helpdesks = helpdesksOf(policy).flatMap((desk) => desk.roles);
  const has = (named: readonly string[]): boolean => roles.some((role) => named.includes(role));
  return has(ofPolicy) ? 3 : has(people) ? 2 : has(helpdesks) ? 1 : 0;
}

/**
 * Whether an account is above a reader: it administers the policy, or is an emergency account, and the reader does not administer the policy. The
 * server refuses each act of the reader on the account.
 *
 * @param reader the roles of the reader
 */
export function isAbove(
  policy: PolicyDocument,
  { roles, emergency }: Pick<AdminAccount, 'roles' | 'emergency'>,
  reader: readonly string[],
): boolean {
  return (emergency || rankOf(policy, roles) === 3) && rankOf(policy, reader) < 3;
}

/**
 * The strongest of the strengths that the policy asks of these roles, in words. Returns `undefined` for a weaker strength than a passkey or an app,
 * and if a rule asks for a strength of the policy's own.
 */
export function strongDemand(
  policy: PolicyDocument,
  roles: readonly string[],
): 'enhanced' | 'phishing-resistant' | undefined {
  const asked = [policy, ...roles.map((role) => ruleOf(policy, role))].flatMap(({ requiredStrength }) =>
    typeof requiredStrength === 'string' ? [placeOf(requiredStrength)] : [],
  );
  if (asked.includes(-1)) return undefined;
  const most = STEPS[Math.max(...asked, 0)];
  return most === 'phishing-resistant' || most === 'enhanced' ? most : undefined;
}

/**
 * The roles of administration whose people meet the policy without a passkey and an app, because no rule asks them for one. Returns `undefined` if
 * the policy alone does not tell.
 */
export function lenientRoles(
  policy: PolicyDocument,
  people: readonly { readonly roles: readonly string[] }[],
): readonly string[] | undefined {
  if (ownStrengths(policy).length > 0) return undefined;
  const lenient = people.filter(({ roles }) => strongDemand(policy, roles) === undefined);
  return [...new Set(lenient.flatMap(({ roles }) => roles.filter((role) => rankOf(policy, [role]) > 0)))];
}

function ruleOf(policy: PolicyDocument, role: string): Readonly<Record<string, unknown>> {
  return recordOf(readAt(policy, ['roles', role]));
}

function rightName(right: string): string {
  return sentenceFor(says.rights, right) ?? right;
}
