import type { AccountId, AccountRecord, EventFilter, EventRecord, TenantId } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { AccountExport, EventView, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { exportedSessions } from '../sessions/sessions.ts';
import { adminEvent } from '../state/actors.ts';
import { eachEvent } from '../state/each-event.ts';
import { devicesOf } from './devices.ts';
import { exportedAccount, exportedAct, exportedEvent, exportedMembership, exportedVault } from './exported-records.ts';

/** The owner is told: the file of a thief with the owner's session has everything. */
export async function exportAccount(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountExport | Refusal> {
  let found: AccountExport | undefined;
  const done = await performAct(kernel, by, id, async ({ account, refuses }) => {
    const act = { type: 'export' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    found = await exportOf(kernel, account);
    return { act, also: { events: [adminEvent(kernel, by, account, 'account.exported')] } };
  });
  if (isRefusal(done)) return done;
  return found ?? { refused: 'not-found' };
}

async function exportOf(kernel: Kernel, account: AccountRecord): Promise<AccountExport> {
  const { tenant, id } = account;
  const [sessions, devices, events, vault, memberships = []] = await Promise.all([
    exportedSessions(kernel, account),
    devicesOf(kernel, account),
    eventsOf(kernel, account),
    kernel.store.readVault(tenant, id),
    kernel.organisations?.store.listMembershipsOf(tenant, id),
  ]);
  return {
    ...exportedAccount(account),
    sessions,
    devices,
    events,
    ...(vault !== undefined && { vault: exportedVault(vault) }),
    ...(memberships.length > 0 && { memberships: memberships.map(exportedMembership) }),
  };
}

async function eventsOf(kernel: Kernel, { tenant, id }: AccountRecord): Promise<readonly EventView[]> {
  const [about, by] = await Promise.all([
    allEvents(kernel, tenant, { accountId: id }),
    allEvents(kernel, tenant, { actor: id }),
  ]);
  const toOthers = by.filter(({ accountId }) => accountId !== id);
  return [...about.map(exportedEvent), ...toOthers.map(exportedAct)].sort((one, other) => other.at - one.at);
}

async function allEvents(kernel: Kernel, tenant: TenantId, filter: EventFilter): Promise<readonly EventRecord[]> {
  const found: EventRecord[] = [];
  for await (const one of eachEvent(kernel, tenant, filter)) found.push(one);
  return found;
}
