import {
  evaluate,
  type Instant,
  type Milliseconds,
  meetsDemand,
  type Policy,
  requirementsOf,
  type StrengthName,
} from '@sallyport/core';
import type { AccountRecord, Listed, PolicyRecord, SessionRecord, TenantId } from '@sallyport/store';
import { questionOf } from '../factors/question.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { withoutRoles } from '../records/roles.ts';

/** The effect of a changed policy on a session. */
export type TighteningEffect =
  | { readonly verdict: 'goes-on' | 'over' }
  | { readonly verdict: 'step-up'; readonly strengths: readonly StrengthName[] };

/** Reads a page of a tenant's stored versions of the policy, newest first. */
export type VersionsRead = (cursor: string | undefined) => Promise<Listed<PolicyRecord>>;

/** Reads the versions from the store, each time anew. */
export function versionsOf(kernel: Kernel, tenant: TenantId): VersionsRead {
  return (cursor) => kernel.store.listPolicyVersions(tenant, { limit: 50, cursor });
}

/**
 * Decides how a tightened policy affects a session from an earlier version (N10), and how a role with higher requirements affects a
 * session from before the role. Call this if {@link mayAffect} is true. The grace counts from the first version or role under which the
 * session falls short. So saving the policy again, or giving a further role, does not renew the grace.
 */
export async function tighteningEffect(
  kernel: Kernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  versions: VersionsRead = versionsOf(kernel, session.tenant),
): Promise<TighteningEffect> {
  const { policy } = inForce;
  const { onTighten } = policy;
  if (onTighten.after > 0) {
    const since = await shortSince(kernel, inForce, session, account, now, versions);
    if (since === undefined || now < since + onTighten.after) return { verdict: 'goes-on' };
  }
  if (onTighten.act !== 'step-up') return { verdict: 'over' };
  return { verdict: 'step-up', strengths: missingStrengths(policy, session, account, now) };
}

/** Returns whether the session's evidence would not be granted today. */
export function fallsShort(
  policy: Policy,
  { evidence }: Pick<SessionRecord, 'evidence'>,
  account: AccountRecord,
  now: Instant,
): boolean {
  return evaluate(policy, questionOf(policy, { evidence, now }, account)).outcome !== 'granted';
}

/** Returns whether a session {@link isTightened}, unless the policy waits for the next sign-in. */
export function mayAffect(
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): boolean {
  return inForce.policy.onTighten.act !== 'next-sign-in' && isTightened(inForce, session, account, now);
}

/** Returns whether the policy or a role requires more than when the session was made, and the session falls short. */
function isTightened(
  { policy, version }: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): boolean {
  const isAskedMore = session.policyVersion < version || hasGainedSince(session, account);
  return isAskedMore && fallsShort(policy, session, account, now);
}

type RoleGain = NonNullable<AccountRecord['roleGains']>[number];

/**
 * A gain at the moment of the session's creation counts as later. If the session was made with the role, it does not fall short of the
 * role anyway.
 */
function isSince({ createdAt }: SessionRecord, { at }: RoleGain): boolean {
  return at >= createdAt;
}

function hasGainedSince(session: SessionRecord, { roleGains }: AccountRecord): boolean {
  return roleGains?.some((gain) => isSince(session, gain)) === true;
}

/** The roles that an account gained after a session was made, oldest gain first. */
function gainedSince(session: SessionRecord, { roleGains = [] }: AccountRecord): RoleGain[] {
  return roleGains.filter((gain) => isSince(session, gain)).sort((a, b) => a.at - b.at);
}

/** Returns when the session began to fall short, by a changed policy or by gained roles. If both apply, the later date counts. */
async function shortSince(
  kernel: Kernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  versions: VersionsRead,
): Promise<Instant | undefined> {
  const byRole = shortByRoleSince(inForce.policy, session, account, now);
  if (session.policyVersion >= inForce.version) return byRole;
  // With a gained role, the search includes the version of the session: a session that the role alone leaves short falls short there already, and the
  // early date of that version loses against the date of the role.
  const from = byRole === undefined ? session.policyVersion + 1 : session.policyVersion;
  const byPolicy = await shortByPolicySince(kernel, session, account, now, from, versions);
  const dates = [byRole, byPolicy].filter((date) => date !== undefined);
  return dates.sort((a, b) => a - b).at(-1);
}

/**
 * Returns when the account gained the role that makes the session fall short. Returns `undefined` if the session falls short without any
 * gained role.
 */
function shortByRoleSince(
  policy: Policy,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): Instant | undefined {
  const gains = gainedSince(session, account);
  const before = (later: typeof gains): AccountRecord =>
    withoutRoles(
      account,
      later.map(({ role }) => role),
    );
  if (fallsShort(policy, session, before(gains), now)) return undefined;
  return gains
    .map(({ at }) => at)
    .find((date) => {
      const later = gains.filter(({ at }) => at > date);
      return fallsShort(policy, session, before(later), now);
    });
}

/** Returns the date of the first version, not before `from`, under which the session falls short. */
async function shortByPolicySince(
  kernel: Kernel,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  from: number,
  versions: VersionsRead,
): Promise<Instant | undefined> {
  let first: Instant | undefined;
  let cursor: string | undefined;
  do {
    const page = await versions(cursor);
    for (const record of page.items) {
      if (record.version < from) return first;
      if (fallsShort(kernel.policies.compiled(record), session, account, now)) first = record.changedAt;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  // Version 0 is not stored, and was in force before every other version.
  return from === 0 && fallsShort(kernel.policies.first(session.tenant), session, account, now)
    ? session.createdAt
    : first;
}

/** Returns the required strengths that the session's evidence does not satisfy, or not within the given time. */
export function missingStrengths(
  policy: Policy,
  { evidence }: SessionRecord,
  account: AccountRecord,
  now: Instant,
  within?: Milliseconds,
): StrengthName[] {
  const question = questionOf(policy, { evidence, now }, account);
  return requirementsOf(policy, question.account)
    .required.map(({ name }) => name)
    .filter((name) => !meetsDemand(policy, question, { strengths: [name], within }));
}
