import { datesOf, type Instant, instant, type Policy } from '@sallyport/core';
import type { AccountId, AccountRecord, Listed, PolicyRecord, SessionRecord, TenantId } from '@sallyport/store';
import { system } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import { performAct } from '../acts/perform-act.ts';
import { DAY_IN_MS } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { eachAlone } from '../kernel/each-alone.ts';
import type { UnplacedKernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import type { SweptTenants } from '../kernel/swept-tenants.ts';
import { eachEvent } from '../state/each-event.ts';
import { event } from '../state/events.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { mayAffect, tighteningEffect, type VersionsRead, versionsOf } from './tightening.ts';

const [PEOPLE, EVENTS] = [500, 100];

/** Milliseconds. Clocks of processes differ, and a commit takes time. */
const OVERLAP = 60_000;

export async function revokeFallenShort(
  kernel: UnplacedKernel,
  tenant: TenantId,
  inForce: PolicyInForce,
): Promise<boolean> {
  const versions = readOnce(versionsOf(kernel, tenant));
  let areEnded = true;
  await eachAlone(async (each) => {
    let cursor: string | undefined;
    do {
      const page = await kernel.store.listPeople(tenant, { limit: PEOPLE, cursor, now: kernel.now() });
      await each(page.items, async ({ account, sessions }) => {
        if (sessions > 0) areEnded = (await revokeOf(kernel, account, inForce, versions)) && areEnded;
      });
      cursor = page.next;
    } while (cursor !== undefined);
  });
  return areEnded;
}

export function revokeTightened(kernel: UnplacedKernel, tenant: TenantId, accountId: AccountId): void {
  const inForce = kernel.policies.known(tenant);
  const { act, after } = inForce.policy.onTighten;
  if (act !== 'revoke' || after > 0) return;
  kernel.runAfterReply('ending the sessions that fall short', async () => {
    const account = await kernel.store.readAccount(tenant, accountId);
    if (account !== undefined) await revokeOf(kernel, account, inForce);
  });
}

export async function revoke(
  kernel: UnplacedKernel,
  { tenant, accountId, id }: SessionRecord,
  { version }: PolicyInForce,
): Promise<boolean> {
  const ended = await performAct(kernel, system(tenant), accountId, async ({ account, inForce, now }) => {
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

export interface RevokingSweep {
  run(): Promise<void>;
}

interface Swept {
  readonly version: number;
  readonly at: Instant;
  readonly next: Instant;
}

const revokes = ({ onTighten }: Policy): boolean => onTighten.act === 'revoke';

/**
 * A grace begins with a version, with a date of the policy or with a gained role: all accounts are read only under a new version, at the end of a
 * grace, which may be the date itself, and once a day.
 */
export function revokingSweep(kernel: UnplacedKernel, tenants: SweptTenants): RevokingSweep {
  const swept = new Map<TenantId, Swept>();
  return {
    run: () =>
      eachAlone((each) =>
        each(tenants(revokes), async (tenant) => {
          const inForce = await readPolicyInForce(kernel, tenant);
          const { policy, version } = inForce;
          if (policy.onTighten.act !== 'revoke') return;
          const at = kernel.now();
          const last = swept.get(tenant);
          if (last === undefined || last.version !== version || at >= last.next) {
            const next = await nextEnd(kernel, tenant, inForce, at);
            if (await revokeFallenShort(kernel, tenant, inForce)) swept.set(tenant, { version, at, next });
          } else if (await revokeGained(kernel, tenant, inForce, { from: last.at, to: at })) {
            swept.set(tenant, { ...last, at });
          }
        }),
      ),
  };
}

async function revokeGained(
  kernel: UnplacedKernel,
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
  for await (const { accountId } of eachEvent(kernel, tenant, changed, EVENTS))
    if (accountId !== undefined) ids.add(accountId);
  let areEnded = true;
  await eachAlone((each) =>
    each([...ids], async (id) => {
      const account = await kernel.store.readAccount(tenant, id);
      if (account !== undefined) areEnded = (await revokeOf(kernel, account, inForce)) && areEnded;
    }),
  );
  return areEnded;
}

async function nextEnd(
  kernel: UnplacedKernel,
  tenant: TenantId,
  { policy }: PolicyInForce,
  now: Instant,
): Promise<Instant> {
  const read = versionsOf(kernel, tenant);
  let next = now + DAY_IN_MS;
  const note = (begin: Instant): void => {
    const end = begin + policy.onTighten.after;
    if (end > now) next = Math.min(next, end);
  };
  for (const date of datesOf(policy.begun?.written ?? policy)) note(date);
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    for (const record of page.items) {
      for (const date of datesOf(kernel.policies.compiled(record))) note(date);
      if (record.changedAt + policy.onTighten.after <= now) return instant(next);
      note(record.changedAt);
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return instant(next);
}

async function revokeOf(
  kernel: UnplacedKernel,
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
  kernel: UnplacedKernel,
  inForce: PolicyInForce,
  session: SessionRecord,
  account: AccountRecord,
  now: Instant,
  versions?: VersionsRead,
): Promise<boolean> {
  if (!mayAffect(inForce, session, account, now)) return false;
  return (await tighteningEffect(kernel, inForce, session, account, now, versions)).verdict === 'over';
}

function readOnce(read: VersionsRead): VersionsRead {
  const pages = new Map<string | undefined, Promise<Listed<PolicyRecord>>>();
  return (cursor) => {
    const page = pages.get(cursor) ?? read(cursor);
    pages.set(cursor, page);
    return page;
  };
}
