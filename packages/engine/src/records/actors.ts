import type { AccountId, AccountRecord, EventRecord, HostActor, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from './events.ts';

/** Who made a change, as one text for a record that names them: an account id, `system`, `host`, or `host:` and which. */
export function actorName(actor: NonNullable<EventRecord['actor']>): string {
  if (typeof actor === 'string') return actor;
  return actor.id === undefined ? actor.kind : `${actor.kind}:${actor.id}`;
}

/** Host code, and which of it. */
export function hostActor(id: string | undefined): HostActor {
  return id === undefined ? { kind: 'host' } : { kind: 'host', id };
}

/** Who an act is by, as its event says it: an administrator's account, or host code. */
export interface ActedBy {
  readonly tenant: TenantId;
  readonly accountId?: AccountId;
  readonly host?: HostActor;
}

export function nameOf({ accountId, host }: ActedBy): AccountId | HostActor {
  return accountId ?? host ?? { kind: 'host' };
}

/** One line of the action log about an act, told to the owner if the type is one to tell of. */
export function adminEvent(
  kernel: Kernel,
  by: ActedBy,
  account: AccountRecord,
  type: EventRecord['type'],
  detail?: EventRecord['detail'],
): EventRecord {
  return event(kernel, by.tenant, kernel.now(), type, { owner: account, actor: nameOf(by), detail });
}
