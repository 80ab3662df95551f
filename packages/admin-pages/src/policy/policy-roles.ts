import type { AccountEntry, PolicyDocument } from '@sallyport/browser';

/** All roles that the policy names or that accounts have. */
export function rolesKnown(policy: PolicyDocument, accounts: readonly AccountEntry[]): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const given = accounts.flatMap(({ roles }) => roles ?? []);
  return [...new Set([...Object.keys(recordOf(policy['roles'])), ...ofPolicy, ...people, ...given])].toSorted();
}

/** The roles that administer the policy, and the roles that administer only people. Both are empty without `administrators`. */
export function administratorsOf(policy: PolicyDocument): {
  readonly policy: readonly string[];
  readonly people: readonly string[];
} {
  const { policy: ofPolicy, people } = recordOf(policy['administrators']);
  return { policy: textsOf(ofPolicy), people: textsOf(people) };
}

/** The value as an object. Returns an empty object for any other value. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
