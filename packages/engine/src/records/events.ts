import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, EventType, Tell, TenantId } from '@sallyport/store';
import { EVENT_TYPES } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';

/** Changes of an account that its owner is told of, also if the owner made them (X9). None is written without saying who the owner is. */
export type ToldType = {
  [Type in EventType]: (typeof EVENT_TYPES)[Type] extends 'told' ? Type : never;
}[EventType];

export interface EventFacts {
  readonly accountId?: AccountId | undefined;
  readonly actor?: EventRecord['actor'];
  readonly method?: string | undefined;
  readonly flow?: string | undefined;
  readonly ip?: string | undefined;
  readonly detail?: EventRecord['detail'] | undefined;
}

/** Whose account it is, as it was before the change: the owner is told at its addresses, if the type is one to tell of. */
export interface OwnerFacts extends EventFacts {
  readonly owner: AccountRecord;
  /** A second address to tell the owner at: the new one, if it was changed. */
  readonly alsoAt?: string;
}

/** One line of the action log, with what is not known left out. */
export function event<Type extends EventType>(
  kernel: Kernel,
  tenant: TenantId,
  at: Instant,
  type: Type,
  facts: [Extract<Type, ToldType>] extends [never] ? EventFacts : OwnerFacts,
): EventRecord {
  const { owner, alsoAt }: Partial<OwnerFacts> = facts;
  const { accountId = owner?.id, actor, method, flow, ip, detail } = facts;
  return {
    tenant,
    id: newId(kernel.random),
    at,
    type,
    tell: owner === undefined || EVENT_TYPES[type] !== 'told' ? undefined : tellTo(owner, alsoAt),
    accountId,
    actor,
    method,
    flow,
    ip,
    detail,
  };
}

function tellTo({ email, identifiers }: AccountRecord, alsoAt: string | undefined): Tell {
  const addresses = [email?.address, alsoAt].filter((address) => address !== undefined);
  return { addresses: [...new Set(addresses)], identifiers };
}

/** What every event of one request to one account shares. */
export function eventsOf(
  kernel: Kernel,
  caller: Pick<Caller, 'tenant' | 'ip'>,
  at: Instant,
  shared: OwnerFacts,
): (type: EventType, facts?: EventFacts) => EventRecord {
  return (type, facts = {}) => event(kernel, caller.tenant, at, type, { ip: caller.ip, ...shared, ...facts });
}
