import type { AccountId, AccountRecord, EventRecord, HostActor, TenantId } from '@sallyport/store';
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
