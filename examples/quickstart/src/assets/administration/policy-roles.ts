import type { AccountEntry, PolicyDocument } from '@sallyport/browser';

/** The roles that mean something here: those that the policy names, and those that accounts have. */
export function rolesKnown(policy: PolicyDocument, accounts: readonly AccountEntry[]): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  const given = accounts.flatMap(({ roles }) => roles ?? []);
  return [...new Set([...Object.keys(recordOf(policy['roles'])), ...ofPolicy, ...people, ...given])].toSorted();
}

/** The roles that may administer: the policy, or people alone. A policy that names none has none. */
export function administratorsOf(policy: PolicyDocument): {
  readonly policy: readonly string[];
  readonly people: readonly string[];
} {
  const { policy: ofPolicy, people } = recordOf(policy['administrators']);
  return { policy: textsOf(ofPolicy), people: textsOf(people) };
}

/** What stands under a name in a policy, where it is an object. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
