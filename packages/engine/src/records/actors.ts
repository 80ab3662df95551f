import { providerNamed, settersOf } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, HostActor, SetUpBy, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from './events.ts';

/** Returns the actor with this name: the inverse of `actorName`. No account id contains a colon. */
export function actorNamed(name: string): NonNullable<EventRecord['actor']> {
  if (name === 'host') return { kind: 'host' };
  return name.startsWith('host:') ? { kind: 'host', id: name.slice('host:'.length) } : name;
}

/** Host code as an actor, with the id of the job or operator if the host gave an id. */
export function hostActor(id: string | undefined): HostActor {
  return id === undefined ? { kind: 'host' } : { kind: 'host', id };
}

/** The name of a doer in events: an account, or host code. Each kind of `Doer` extends this type. */
export interface Author {
  readonly tenant: TenantId;
  readonly accountId?: AccountId;
  readonly host?: HostActor;
}

export function nameOf({ accountId, host }: Author): AccountId | HostActor {
  return accountId ?? host ?? { kind: 'host' };
}

/** An event of the action log about an act. The owner gets a notice if the type is one of the told types. */
export function adminEvent(
  kernel: Kernel,
  by: Author,
  account: AccountRecord,
  type: EventRecord['type'],
  detail?: EventRecord['detail'],
): EventRecord {
  return event(kernel, by.tenant, kernel.now(), type, { owner: account, actor: nameOf(by), detail });
}

/** The detail of an event that names everybody besides the owner to whom a set-up belongs. `undefined` for the owner's set-up. */
export function naming(setUpBy: SetUpBy | undefined): EventRecord['detail'] {
  const setters = settersOf([{ setUpBy }]);
  return setters.length === 0 ? undefined : { setUpBy: setters.join(' ') };
}

/** Returns whether one of these names is a blocked account. The names of providers count for nothing. */
export async function areBlocked(kernel: Kernel, tenant: TenantId, names: readonly string[]): Promise<boolean> {
  const ids = names.filter((name) => providerNamed(name) === undefined);
  const blocked = await Promise.all(ids.map((id) => isBlocked(kernel, tenant, id as AccountId)));
  return blocked.includes(true);
}

/** An account that was deleted while it was blocked counts as blocked, as long as the action log has the event of the deletion. */
async function isBlocked({ store }: Kernel, tenant: TenantId, accountId: AccountId): Promise<boolean> {
  const account = await store.readAccount(tenant, accountId);
  if (account !== undefined) return account.block !== undefined;
  const { items } = await store.listEvents(tenant, { accountId, types: ['account.deleted'], limit: 1 });
  return items.some(({ detail }) => detail?.['blocked'] === true);
}
