import { type Act, administers, type Instant, type Policy, wornRoles } from '@sallyport/core';
import type { Doer, Judged } from './doer.ts';
import type { Giver } from './role-gain.ts';

export function giverOf(policy: Policy, { actor, evidence }: Judged, act: Act, by: Doer, now: Instant): Giver {
  const isGiver = actor.kind === 'administrator' && GIVES.has(act.type);
  const worn = isGiver ? wornRoles(policy, actor.account, evidence, now) : [];
  return { policyAdministrator: administers(policy, worn, 'policy') ? by.accountId : undefined };
}

/** Acts with which a policy administrator answers for what the account then has. */
const GIVES: ReadonlySet<Act['type']> = new Set<Act['type']>(['set-roles', 'link', 'vouch', 'reset-two-step']);
