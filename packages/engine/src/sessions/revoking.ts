import { type Instant, instant } from '@sallyport/core';
import type { AccountId, AccountRecord, Listed, PolicyRecord, SessionRecord, TenantId } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import { DAY_IN_MS } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { event } from '../records/events.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { mayAffect, tighteningEffect, type VersionsRead, versionsOf } from './tightening.ts';

/** The accounts that one step of the sweep reads, and the events. */
const [PEOPLE, EVENTS] = [500, 100];

/** The sweep reads events of this time before the last sweep again: clocks of processes differ, and a commit takes time. */
const OVERLAP = 60_000;

/**
 * Ends the sessions of a tenant that fall short and are over (`onTighten: 'revoke'`), with one event each. The session check already refuses
 * such sessions; this function removes their records and writes the events. It ends no session any more if the version is no longer in force. The event of the
 * policy's change names the person who changed the policy.
 *
 * @returns false if a session could not be ended, because its account is busy
 */
export async function revokeFallenShort(kernel: Kernel, tenant: TenantId, inForce: PolicyInForce): Promise<boolean> {
  const versions = readOnce(versionsOf(kernel, tenant));
  let areEnded = true;
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPeople(tenant, { limit: PEOPLE, cursor, now: kernel.now() });
    for (const { account, sessions } of page.items)
      if (sessions > 0) areEnded = (await revokeOf(kernel, account, inForce, versions)) && areEnded;
    cursor = page.next;
  } while (cursor !== undefined);
  return areEnded;
}

/** Ends the sessions of one account whose roles changed. The work runs after the reply. After a grace, `revokingSweep` ends the sessions. */
export function revokeTightened(kernel: Kernel, tenant: TenantId, accountId: AccountId): void {
  const inForce = kernel.policies.known(tenant);
  const { act, after } = inForce.policy.onTighten;
  if (act !== 'revoke' || after > 0) return;
  kernel.runAfterReply('ending the sessions that fall short', async () => {
    const account = await kernel.store.readAccount(tenant, accountId);
    if (account !== undefined) await revokeOf(kernel, account, inForce);
  });
}

/**
 * Ends a session that is over, in one commit with its event. A session that is raised meanwhile is judged again. Of several calls at the same
 * moment, one ends the session.
 *
 * @returns false if the session could not be ended, because its account is busy
 */
export async function revoke(
  kernel: Kernel,
  { tenant, accountId, id }: SessionRecord,
  { version }: PolicyInForce,
): Promise<boolean> {
  const ended = await carryOut(kernel, system(tenant), accountId, async ({ account, inForce, now }) => {
    const act = { type: 'end-sessions' } as const;
    if (inForce.version !== version) return { act, isDone: true };
    const session = await committedSession(kernel, { tenant, accountId, sessionId: id });
    if (session === undefined || !(await isSessionOver(kernel, inForce, session, account, now)))
      return { act, isDone: true };
    const detail = { session: id, policyVersion: version };
    return {
      act,
      readsSession: true,
      also: {
        ...endingOf(session),
        events: [event(kernel, tenant, now, 'session.revoked', { accountId, actor: 'system', detail })],
      },
    };
  });
  return !isRefusal(ended) || ended.refused === 'not-found';
}

/** Ends sessions at the end of their grace (`onTighten: { after, then: 'revoke' }`), and those that a stopped process left behind. */
export interface RevokingSweep {
  /** Ends the sessions that are over by now. May run in several processes at once: one of them ends a session. */
  run(): Promise<void>;
}

/** The last sweep of a tenant. */
interface Swept {
  readonly version: number;
  readonly at: Instant;
  /** The next end of a grace that began with a version, or the next whole sweep. */
  readonly next: Instant;
}

/**
 * A grace begins with a version of the policy, or with a gained role. So a sweep reads all accounts only under a new version, at the end of a
 * version's grace, and once a day. Between these, a sweep reads only the accounts whose roles changed a grace ago: the action log names them.
 *
 * @param tenants the tenants whose sessions are looked at
 */
export function revokingSweep(kernel: Kernel, tenants: () => readonly TenantId[]): RevokingSweep {
  const swept = new Map<TenantId, Swept>();
  return {
    async run() {
      for (const tenant of tenants()) {
        const inForce = await readPolicyInForce(kernel, tenant);
        const { policy, version } = inForce;
        if (policy.onTighten.act !== 'revoke') continue;
        const at = kernel.now();
        const last = swept.get(tenant);
        if (last === undefined || last.version !== version || at >= last.next) {
          const next = await nextEnd(kernel, tenant, inForce, at);
          if (await revokeFallenShort(kernel, tenant, inForce)) swept.set(tenant, { version, at, next });
        } else if (await revokeGained(kernel, tenant, inForce, { from: last.at, to: at })) {
          swept.set(tenant, { ...last, at });
        }
      }
    },
  };
}

/** Ends the sessions of the accounts whose roles changed a grace before a time. */
async function revokeGained(
  kernel: Kernel,
  tenant: TenantId,
  inForce: PolicyInForce,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<boolean> {
  const { after } = inForce.policy.onTighten;
  const changed = {
    types: ['account.roles-changed'],
    from: instant(from - after - OVERLAP),
    to: instant(to - after + 1),
  };
  const ids = new Set<AccountId>();
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listEvents(tenant, { ...changed, limit: EVENTS, cursor });
    for (const { accountId } of page.items) if (accountId !== undefined) ids.add(accountId);
    cursor = page.next;
  } while (cursor !== undefined);
  let areEnded = true;
  for (const id of ids) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account !== undefined) areEnded = (await revokeOf(kernel, account, inForce)) && areEnded;
  }
  return areEnded;
}

/** Returns when the sweep reads all accounts again: at the first end of a version's grace, and after a day at the latest. */
async function nextEnd(kernel: Kernel, tenant: TenantId, { policy }: PolicyInForce, now: Instant): Promise<Instant> {
  const read = versionsOf(kernel, tenant);
  let next = now + DAY_IN_MS;
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    for (const { changedAt } of page.items) {
      const end = changedAt + policy.onTighten.after;
      if (end <= now) return instant(next);
      next = Math.min(next, end);
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return instant(next);
}

/** Ends the sessions of an account that are over, one act each. Returns false if a session could not be ended. */
async function revokeOf(
  kernel: Kernel,
  account: AccountRecord,
  inForce: PolicyInForce,
  versions?: VersionsRead,
): Promise<boolean> {
  let areEnded = true;
  for (const session of await kernel.store.listSessions(account.tenant, account.id, kernel.now()))
    if (await isSessionOver(kernel, inForce, session, account, kernel.now(), versions))
      areEnded = (await revoke(kernel, session, inForce)) && areEnded;
  return areEnded;
}

async function isSessionOver(
  kernel: Kernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  versions?: VersionsRead,
): Promise<boolean> {
  if (!mayAffect(inForce, session, account, now)) return false;
  return (await tighteningEffect(kernel, inForce, session, account, now, versions)).verdict === 'over';
}

/** Reads each page once, for a sweep over many sessions. */
function readOnce(read: VersionsRead): VersionsRead {
  const pages = new Map<string | undefined, Promise<Listed<PolicyRecord>>>();
  return (cursor) => {
    const page = pages.get(cursor) ?? read(cursor);
    pages.set(cursor, page);
    return page;
  };
}
