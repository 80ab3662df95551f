import { providerNamed, settersOf } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, HostActor, SetUpBy, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from './events.ts';

/** No account id contains a colon. */
export function actorNamed(name: string): NonNullable<EventRecord['actor']> {
  if (name === 'host') return { kind: 'host' };
  return name.startsWith('host:') ? { kind: 'host', id: name.slice('host:'.length) } : name;
}

export function hostActor(id: string | undefined): HostActor {
  return id === undefined ? { kind: 'host' } : { kind: 'host', id };
}

export interface Author {
  readonly tenant: TenantId;
  readonly accountId?: AccountId;
  readonly host?: HostActor;
}

export function nameOf({ accountId, host }: Author): AccountId | HostActor {
  return accountId ?? host ?? { kind: 'host' };
}

export function adminEvent(
  kernel: Kernel,
  by: Author,
  account: AccountRecord,
  type: EventRecord['type'],
  detail?: EventRecord['detail'],
): EventRecord {
  return event(kernel, by.tenant, kernel.now(), type, { owner: account, actor: nameOf(by), detail });
}

export function naming(setUpBy: SetUpBy | undefined): EventRecord['detail'] {
  const setters = settersOf([{ setUpBy }]);
  return setters.length === 0 ? undefined : { setUpBy: setters.join(' ') };
}

export async function areBlocked(kernel: Kernel, tenant: TenantId, names: readonly string[]): Promise<boolean> {
  const ids = names.filter((name) => providerNamed(name) === undefined);
  const blocked = await Promise.all(ids.map((id) => isBlocked(kernel, tenant, id as AccountId)));
  return blocked.includes(true);
}

/** Nobody blocked a dormant account for what its owner did. */
export function isBlockedBySomebody({ block }: AccountRecord): boolean {
  return block !== undefined && block.by !== 'system';
}

/** An account that was deleted while blocked counts too. */
async function isBlocked({ store }: Kernel, tenant: TenantId, accountId: AccountId): Promise<boolean> {
  const account = await store.readAccount(tenant, accountId);
  if (account !== undefined) return isBlockedBySomebody(account);
  const { items } = await store.listEvents(tenant, { accountId, types: ['account.deleted'], limit: 1 });
  return items.some(({ detail }) => detail?.['blocked'] === true);
}
