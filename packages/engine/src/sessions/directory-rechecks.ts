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

const BATCH = 500;

export interface DirectoryRechecks {
  run(): Promise<void>;
}

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
        if ((await whenAvailable(() => recheck(kernel, tenant, directory))) === 'done') begun.set(tenant, now);
      }
    },
  };
}

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

async function isAdmitted(directory: Directory, account: AccountRecord): Promise<boolean> {
  const link = externalIdAt(account, directory.id);
  return link === undefined || (await directory.admits?.(link.subject)) !== false;
}

async function endAll(kernel: Kernel, tenant: TenantId, id: AccountId, directory: Directory): Promise<boolean> {
  const ended = await carryOut(kernel, system(tenant), id, async ({ account, now }) => {
    const act = { type: 'end-sessions' } as const;
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
