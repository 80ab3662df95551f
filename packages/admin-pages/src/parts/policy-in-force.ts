import { type Account, isProblem, type PolicyVersion } from '@sallyport/browser';
import { client } from '@sallyport/pages/parts';
import { administratorsOf } from '../policy/policy-roles.ts';

export async function policyInForce(): Promise<PolicyVersion | undefined> {
  try {
    return await client.admin.policy.get();
  } catch (thrown) {
    if (isProblem(thrown)) return undefined;
    throw thrown;
  }
}

/** The server decides. */
export function changesPolicy(account: Account | undefined, policy: PolicyVersion | undefined): boolean {
  const roles = administratorsOf(policy?.policy ?? {}).policy;
  return account?.roles.some((role) => roles.includes(role)) ?? false;
}
