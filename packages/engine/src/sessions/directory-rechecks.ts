import type { Instant, Milliseconds } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import type { Directory } from '@sallyport/store/providers';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { isRefusal } from '../contract/refusal.ts';
import { signedOut } from '../factors/pending.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import { whenAvailable } from '../kernel/host-providers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';

/** The accounts that one step reads. */
const BATCH = 500;

/** Ends the sessions of people whom a directory lets in no longer (`directoryRechecks`). */
export interface DirectoryRechecks {
  /** Does nothing for a tenant that was looked at less than an interval ago. May run in several processes at once. */
  run(): Promise<void>;
}

/**
 * @param tenants the tenants whose sessions are looked at
 * @param every absent: never
 */
export function directoryRechecks(
  kernel: Kernel,
  tenants: () => readonly TenantId[],
  every: Milliseconds | undefined,
): DirectoryRechecks {
  const begun = new Map<TenantId, Instant>();
  const isDue = (tenant: TenantId, now: Instant): boolean => {
    const last = begun.get(tenant);
    return every !== undefined && (last === undefined || now - last >= every);
  };
  return {
    async run() {
      for (const tenant of tenants()) {
        const { directory } = kernel.of(tenant);
        const now = kernel.now();
        if (directory?.admits === undefined || !isDue(tenant, now)) continue;
        // After a failure, the next run begins again.
        if ((await whenAvailable(() => recheck(kernel, tenant, directory))) === 'done') begun.set(tenant, now);
      }
    },
  };
}

/** @throws ProviderUnavailable if the directory does not answer */
async function recheck(kernel: Kernel, tenant: TenantId, directory: Directory): Promise<'done' | 'again'> {
  let isDone = true;
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPeople(tenant, { limit: BATCH, cursor, now: kernel.now() });
    for (const { account, sessions } of page.items)
      if (sessions > 0 && !(await isAdmitted(directory, account)))
        isDone = (await endAll(kernel, tenant, account.id, directory)) && isDone;
    cursor = page.next;
  } while (cursor !== undefined);
  return isDone ? 'done' : 'again';
}

/** An account that is not linked to the directory is no matter of the directory. */
async function isAdmitted(directory: Directory, account: AccountRecord): Promise<boolean> {
  const link = externalIdAt(account, directory.id);
  return link === undefined || (await directory.admits?.(link.subject)) !== false;
}

/** @returns false if the account is busy */
async function endAll(kernel: Kernel, tenant: TenantId, id: AccountId, directory: Directory): Promise<boolean> {
  const ended = await carryOut(kernel, system(tenant), id, async ({ account, now }) => {
    const act = { type: 'end-sessions' } as const;
    // Somebody may have unlinked the account since the list was read.
    if (externalIdAt(account, directory.id) === undefined) return { act, isDone: true };
    const detail = { all: true, reason: 'directory' };
    return {
      act,
      next: signedOut(account),
      also: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        events: [event(kernel, tenant, now, 'session.revoked', { accountId: id, actor: 'system', detail })],
      },
    };
  });
  return !isRefusal(ended) || ended.refused === 'not-found';
}
