import type { AdminAccount, PolicyDocument } from '@sallyport/browser';
import { ownStrengths, placeOf, STEPS } from './built-in-strengths.ts';
import { readAt, recordOf, textsOf } from './document.ts';

export { recordOf };

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

export function administratorsOf(policy: PolicyDocument): {
  readonly policy: readonly string[];
  readonly people: readonly string[];
} {
  const { policy: ofPolicy, people } = recordOf(policy['administrators']);
  return { policy: textsOf(ofPolicy), people: textsOf(people) };
}

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

export function ruleOf(policy: PolicyDocument, role: string): Readonly<Record<string, unknown>> {
  return recordOf(readAt(policy, ['roles', role]));
}

/** 0 nobody, 1 the people of a helpdesk, 2 people, 3 the policy. */
export function rankOf(policy: PolicyDocument, roles: readonly string[]): number {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const helpdesks = helpdesksOf(policy).flatMap((desk) => desk.roles);
  const has = (named: readonly string[]): boolean => roles.some((role) => named.includes(role));
  return has(ofPolicy) ? 3 : has(people) ? 2 : has(helpdesks) ? 1 : 0;
}

/**
 * The account administers the policy, or is an emergency account, and the reader does not: the server refuses each act.
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

/** No rule asks them for a passkey or an app. `undefined` if the policy alone does not tell. */
export function lenientRoles(
  policy: PolicyDocument,
  people: readonly { readonly roles: readonly string[] }[],
): readonly string[] | undefined {
  if (ownStrengths(policy).length > 0) return undefined;
  const lenient = people.filter(({ roles }) => strongDemand(policy, roles) === undefined);
  return [...new Set(lenient.flatMap(({ roles }) => roles.filter((role) => rankOf(policy, [role]) > 0)))];
}
