import type { PolicyDocument } from '@sallyport/browser';
import { recordOf, textsOf } from './document.ts';

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
