import type { AdminAccount, PolicyDocument } from '@sallyport/browser';
import { ownStrengths, placeOf, STEPS } from './built-in-strengths.ts';
import { readAt, recordOf, textsOf } from './document.ts';

export { recordOf };

/** All roles that the policy names or that accounts have. */
export function rolesKnown(
  policy: PolicyDocument,
  accounts: readonly { readonly roles?: readonly string[] | undefined }[],
): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const named = [
    ...Object.keys(recordOf(policy['roles'])),
    ...[...ofPolicy, ...people],
    ...helpdesksOf(policy).flatMap(({ roles, over }) => [...roles, ...over]),
    ...accounts.flatMap(({ roles }) => roles ?? []),
  ];
  return [...new Set(named)].toSorted();
}

/** The roles that administer the policy, and the roles that administer only people. The lists are empty without `administrators`. */
export function administratorsOf(policy: PolicyDocument): {
  readonly policy: readonly string[];
  readonly people: readonly string[];
} {
  const { policy: ofPolicy, people } = recordOf(policy['administrators']);
  return { policy: textsOf(ofPolicy), people: textsOf(people) };
}

/** A helpdesk of the policy: the roles of the helpdesk, the roles of the helped people, and the rights. */
export interface Helpdesk {
  readonly roles: readonly string[];
  readonly over: readonly string[];
  readonly may: readonly string[];
}

export function helpdesksOf(policy: PolicyDocument): readonly Helpdesk[] {
  const { helpdesk } = recordOf(policy['administrators']);
  return (Array.isArray(helpdesk) ? helpdesk : []).map(recordOf).map(({ roles, over, may }) => ({
    roles: textsOf(roles),
    over: textsOf(over),
    may: textsOf(may),
  }));
}

/** The rule of a role. Empty without a rule of its own. */
export function ruleOf(policy: PolicyDocument, role: string): Readonly<Record<string, unknown>> {
  return recordOf(readAt(policy, ['roles', role]));
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
