import type { PolicyDocument } from '@sallyport/browser';
import { recordOf, textsOf } from './document.ts';

export { recordOf };

/** All roles that the policy names or that accounts have. */
export function rolesKnown(
  policy: PolicyDocument,
  accounts: readonly { readonly roles?: readonly string[] | undefined }[],
): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const { helpdesk } = recordOf(policy['administrators']);
  const desks = (Array.isArray(helpdesk) ? helpdesk : []).map(recordOf);
  const named = [
    ...Object.keys(recordOf(policy['roles'])),
    ...[...ofPolicy, ...people],
    ...desks.flatMap(({ roles, over }) => [...textsOf(roles), ...textsOf(over)]),
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
