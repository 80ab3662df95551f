import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, EventType, Recipients, TenantId } from '@sallyport/store';
import { EVENT_TYPES } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { ANNOUNCED } from '../kernel/announced-deletion.ts';
import { clientAddress } from '../kernel/client-address.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';

export type ToldType = {
  [Type in EventType]: (typeof EVENT_TYPES)[Type] extends 'notice' ? Type : never;
}[EventType];

export interface EventFacts {
  readonly accountId?: AccountId | undefined;
  readonly actor?: EventRecord['actor'];
  readonly method?: string | undefined;
  readonly flow?: string | undefined;
  readonly ip?: string | undefined;
  readonly detail?: EventRecord['detail'] | undefined;
}

/** The account before the change: the notice goes to its addresses. */
export interface OwnerFacts extends EventFacts {
  readonly owner: AccountRecord;
  readonly alsoAt?: string;
  readonly newIdentifier?: string;
}

export function event<Type extends EventType>(
  kernel: Kernel,
  tenant: TenantId,
  at: Instant,
  type: Type,
  facts: [Extract<Type, ToldType>] extends [never] ? EventFacts : OwnerFacts,
): EventRecord {
  const { owner, alsoAt, newIdentifier }: Partial<OwnerFacts> = facts;
  const { accountId = owner?.id, actor, method, flow, ip, detail } = facts;
  const logged: EventRecord = {
    tenant,
    id: newId(kernel.random),
    at,
    type,
    recipients:
      owner === undefined || EVENT_TYPES[type] !== 'notice' ? undefined : recipientsOf(owner, alsoAt, newIdentifier),
    accountId,
    actor,
    method,
    flow,
    ip: ip === undefined ? undefined : clientAddress(ip),
    detail,
  };
  return owner === undefined ? logged : toldOfLoss(logged, owner);
}

export function deletionAnnounced(kernel: Kernel, { tenant, id, externalId }: AccountRecord): EventRecord {
  const logged = event(kernel, tenant, kernel.now(), ANNOUNCED, { accountId: id });
  const recipients = { addresses: [], identifiers: [], ...(externalId !== undefined && { externalId }) };
  return { ...logged, recipients };
}

export function toldOfLoss(logged: EventRecord, owner: AccountRecord): EventRecord {
  return logged.detail?.['ended'] === undefined ? logged : { ...logged, recipients: recipientsOf(owner) };
}

function recipientsOf(owner: AccountRecord, alsoAt?: string, newIdentifier?: string): Recipients {
  const addresses = [noticeAddress(owner), alsoAt].filter((address) => address !== undefined);
  const isLost = owner.email === undefined && addresses.length > 0;
  const known = { addresses: [...new Set(addresses)], identifiers: owner.identifiers };
  const recipients: Recipients = isLost ? { ...known, isLost } : known;
  return newIdentifier === undefined ? recipients : { ...recipients, newIdentifier };
}

/** An account that lost its address with a gained role gets its notices at the lost address. */
function noticeAddress({ email, formerAddresses }: AccountRecord): string | undefined {
  return email?.address ?? formerAddresses?.at(-1);
}

export function eventsOf(
  kernel: Kernel,
  caller: Pick<Caller, 'tenant' | 'ip'>,
  at: Instant,
  shared: OwnerFacts,
): (type: EventType, facts?: EventFacts) => EventRecord {
  return (type, facts = {}) => event(kernel, caller.tenant, at, type, { ip: caller.ip, ...shared, ...facts });
}
