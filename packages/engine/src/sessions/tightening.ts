import {
  evaluate,
  type Instant,
  instant,
  type Milliseconds,
  type Policy,
  requirementsOf,
  type StrengthName,
} from '@sallyport/core';
import type { AccountId, AccountRecord, SessionRecord, TenantId } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { committedSession } from '../acts/liveness.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { event } from '../records/events.ts';
import { withoutRoles } from '../records/role-gains.ts';

/** What a policy that changed under a session makes of it. */
export type TighteningEffect =
  | { readonly verdict: 'goes-on' | 'over' }
  | { readonly verdict: 'step-up'; readonly strengths: readonly StrengthName[] };

/**
 * How a policy that was tightened reaches a session made under an earlier version of it (N10), and how a role that asks for more reaches
 * one made before the account had it: of a session that it {@link mayReach}. A grace counts from the first version, or role, that found
 * the session wanting, so that saving the policy again, or giving yet another role, renews nothing.
 */
export async function tighteningEffect(
  kernel: Kernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): Promise<TighteningEffect> {
  const { policy } = inForce;
  const { onTighten } = policy;
  if (onTighten.after > 0) {
    const since = await wantingSince(kernel, inForce, session, account, now);
    if (since === undefined || now < since + onTighten.after) return { verdict: 'goes-on' };
  }
  if (onTighten.act !== 'step-up') return { verdict: 'over' };
  return { verdict: 'step-up', strengths: missingStrengths(policy, session, account, now) };
}

/** Whether a session would not be granted today on what it rests on. */
export function isWanting(
  policy: Policy,
  { evidence }: Pick<SessionRecord, 'evidence'>,
  account: AccountRecord,
  now: Instant,
): boolean {
  return evaluate(policy, { account: factsOf(account, policy), evidence, now }).outcome !== 'granted';
}

/** Whether a session {@link isTightened}, and this policy does not wait for the next sign-in. */
export function mayReach(
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): boolean {
  return inForce.policy.onTighten.act !== 'next-sign-in' && isTightened(inForce, session, account, now);
}

/** Whether more is asked of a session than when it was made, by the policy or by a role, and it falls short of it. */
function isTightened(
  { policy, version }: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): boolean {
  const isAskedMore = session.policyVersion < version || hasGainedSince(session, account);
  return isAskedMore && isWanting(policy, session, account, now);
}

type RoleGain = NonNullable<AccountRecord['roleGains']>[number];

/** One of the same moment may have come after the session; a session that was made with the role does not fall short of it. */
function isSince({ createdAt }: SessionRecord, { at }: RoleGain): boolean {
  return at >= createdAt;
}

function hasGainedSince(session: SessionRecord, { roleGains }: AccountRecord): boolean {
  return roleGains?.some((gain) => isSince(session, gain)) === true;
}

/** The roles that an account gained after a session was made, the first one first. */
function gainedSince(session: SessionRecord, { roleGains = [] }: AccountRecord): RoleGain[] {
  return roleGains.filter((gain) => isSince(session, gain)).sort((a, b) => a.at - b.at);
}

/** Since when a session falls short: of a policy that changed, of roles that were gained, or of both, from when both were there. */
async function wantingSince(
  kernel: Kernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
): Promise<Instant | undefined> {
  const byRole = firstWantingRole(inForce.policy, session, account, now);
  if (session.policyVersion >= inForce.version) return byRole;
  // With the role, the version that the session was made under may find it wanting: no later one began anything then.
  const from = byRole === undefined ? session.policyVersion + 1 : session.policyVersion;
  const byPolicy = await firstWanting(kernel, session, account, now, from);
  if (byRole === undefined || byPolicy === undefined) return byRole ?? byPolicy;
  return instant(Math.max(byRole, byPolicy));
}

/** When the account gained the role with which the session falls short; `undefined` if it would without any of them. */
function firstWantingRole(
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
  if (isWanting(policy, session, before(gains), now)) return undefined;
  return gains.find(({ at }) => {
    const later = gains.filter((gain) => gain.at > at);
    return isWanting(policy, session, before(later), now);
  })?.at;
}

/** When the first version came into force, from this one on, that found the session wanting. */
async function firstWanting(
  kernel: Kernel,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  from: number,
): Promise<Instant | undefined> {
  let first: Instant | undefined;
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPolicyVersions(session.tenant, {
      limit: 50,
      cursor,
    });
    for (const record of page.items) {
      if (record.version < from) return first;
      if (isWanting(kernel.policies.compiled(record), session, account, now)) first = record.changedAt;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  // Version 0 is stored nowhere, and was in force before all others.
  return from === 0 && isWanting(kernel.policies.first(session.tenant), session, account, now)
    ? session.createdAt
    : first;
}

/** The required strengths that the session's evidence does not satisfy, or not that of within so long. */
export function missingStrengths(
  policy: Policy,
  { evidence }: SessionRecord,
  account: AccountRecord,
  now: Instant,
  within?: Milliseconds,
): StrengthName[] {
  const facts = factsOf(account, policy);
  return requirementsOf(policy, facts)
    .required.map(({ name }) => name)
    .filter(
      (name) =>
        evaluate(policy, { account: facts, evidence, now, demand: { strengths: [name], within } }).outcome !==
        'granted',
    );
}

/**
 * Ends the sessions that a new version finds wanting, with an event each. They are over from the change on, by the session check;
 * this takes them off the list and writes it down. It follows from the policy alone, and stops if that is in force no longer:
 * who changed the policy, says the event of the change.
 */
export async function revokeWanting(kernel: Kernel, tenant: TenantId, inForce: PolicyInForce): Promise<void> {
  for await (const { id } of allAccounts(kernel, tenant)) await revokeOf(kernel, tenant, id, inForce);
}

/** The same for one account, whose roles changed. Soon, and without anybody waiting for it. */
export function revokeTightened(kernel: Kernel, tenant: TenantId, accountId: AccountId): void {
  const inForce = kernel.policies.known(tenant);
  const { act, after } = inForce.policy.onTighten;
  if (act !== 'revoke' || after > 0) return;
  kernel.runAfterReply('ending the sessions that fall short', () => revokeOf(kernel, tenant, accountId, inForce));
}

/** Ends the sessions of an account that fall short, one act each. A session that is raised meanwhile is judged again. */
async function revokeOf(
  kernel: Kernel,
  tenant: TenantId,
  accountId: AccountId,
  { version }: PolicyInForce,
): Promise<void> {
  for (const { id } of await kernel.store.listSessions(tenant, accountId, kernel.now())) {
    await carryOut(kernel, system(tenant), accountId, async ({ account, inForce, now }) => {
      const act = { type: 'end-sessions' } as const;
      if (inForce.version !== version) return { act, isDone: true };
      const session = await committedSession(kernel, { tenant, accountId, sessionId: id });
      if (session === undefined || !isTightened(inForce, session, account, now)) return { act, isDone: true };
      const detail = { session: id, policyVersion: version };
      return {
        act,
        readsSession: true,
        also: {
          guards: { session: { id, version: session.version } },
          endSessions: { accountId, only: id },
          events: [event(kernel, tenant, now, 'session.revoked', { accountId, actor: 'system', detail })],
        },
      };
    });
  }
}
