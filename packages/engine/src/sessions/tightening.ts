import {
  evaluate,
  type Instant,
  instant,
  intervalsOf,
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
import { withoutRoles } from '../state/roles.ts';

export type TighteningEffect =
  | { readonly verdict: 'goes-on' | 'over' }
  | { readonly verdict: 'step-up'; readonly strengths: readonly StrengthName[] };

export type VersionsRead = (cursor: string | undefined) => Promise<Listed<PolicyRecord>>;

export function versionsOf(kernel: Kernel, tenant: TenantId): VersionsRead {
  return (cursor) => kernel.store.listPolicyVersions(tenant, { limit: 50, cursor });
}

/** The grace counts from the first version, date or role that leaves the session short: saving the policy again does not renew it. */
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

export function fallsShort(
  policy: Policy,
  { evidence }: Pick<SessionRecord, 'evidence'>,
  account: AccountRecord,
  now: Instant,
): boolean {
  return evaluate(policy, questionOf(policy, { evidence, now }, account)).outcome !== 'granted';
}

export function mayAffect(
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): boolean {
  return inForce.policy.onTighten.act !== 'next-sign-in' && isTightened(inForce, session, account, now);
}

function isTightened(inForce: PolicyInForce, session: SessionRecord, account: AccountRecord, now: Instant): boolean {
  const { policy } = inForce;
  const isAskedMore =
    isFromBefore(inForce, session) || isFromBeforeDate(policy, session) || hasGainedSince(session, account);
  return isAskedMore && fallsShort(policy, session, account, now);
}

function isFromBefore({ version, sameAs = version }: PolicyInForce, { policyVersion }: SessionRecord): boolean {
  return policyVersion < sameAs;
}

/** A date passes without a new version. */
function isFromBeforeDate({ begun }: Policy, { createdAt }: SessionRecord): boolean {
  return begun !== undefined && createdAt < begun.since;
}

type RoleGain = NonNullable<AccountRecord['roleGains']>[number];

function isSince({ createdAt }: SessionRecord, { at }: RoleGain): boolean {
  return at >= createdAt;
}

function hasGainedSince(session: SessionRecord, { roleGains }: AccountRecord): boolean {
  return roleGains?.some((gain) => isSince(session, gain)) === true;
}

function gainedSince(session: SessionRecord, { roleGains = [] }: AccountRecord): RoleGain[] {
  return roleGains.filter((gain) => isSince(session, gain)).sort((a, b) => a.at - b.at);
}

async function shortSince(
  kernel: Kernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  versions: VersionsRead,
): Promise<Instant | undefined> {
  const byRole = shortByRoleSince(inForce.policy, session, account, now);
  if (!isFromBefore(inForce, session) && !isFromBeforeDate(inForce.policy, session)) return byRole;
  // The early date of the session's own version loses against the date of the role.
  const ownVersion = byRole === undefined ? 'dates' : 'whole';
  const byPolicy = await shortByPolicySince(kernel, session, account, now, ownVersion, versions);
  const dates = [byRole, byPolicy].filter((date) => date !== undefined);
  return dates.sort((a, b) => a - b).at(-1);
}

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

async function shortByPolicySince(
  kernel: Kernel,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  ownVersion: 'dates' | 'whole',
  versions: VersionsRead,
): Promise<Instant | undefined> {
  let first: Instant | undefined;
  // Of the version that granted the session, only the dates that passed since ask for more.
  const look = (policy: Policy, version: number, from: Instant, to: Instant): void => {
    const isOwn = version === session.policyVersion && ownVersion === 'dates';
    const earliest = intervalsOf(policy, from, to)
      .filter((each, place) => !isOwn || (place > 0 && each.from > session.createdAt))
      .find((each) => fallsShort(each.policy, session, account, now));
    first = earliest?.from ?? first;
  };
  let until = instant(now + 1);
  let cursor: string | undefined;
  do {
    const page = await versions(cursor);
    for (const record of page.items) {
      if (record.version < session.policyVersion) return first;
      if (record.sameAs !== undefined && record.version > session.policyVersion) continue;
      look(kernel.policies.compiled(record), record.version, record.changedAt, until);
      until = record.changedAt;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  // Version 0 is not stored.
  if (session.policyVersion === 0)
    look(kernel.policies.first(session.tenant), 0, instant(Math.min(session.createdAt, until)), until);
  return first;
}

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
