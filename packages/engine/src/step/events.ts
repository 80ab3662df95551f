import type { Instant } from '@sallyport/core';
import type { Caller } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../secrets/token.ts';
import type { AccountId, AccountRecord, EventRecord, EventType, Tell, TenantId } from '../store/records.ts';

/** Changes of an account that its owner is told of, whoever made them (X9). */
const TOLD: ReadonlySet<EventType> = new Set([
  'account.locked',
  'account.blocked',
  'account.unblocked',
  'account.email-changed',
  'account.methods-changed',
  'account.deleted',
  'factor.enrolled',
  'factor.removed',
  'two-step.reset',
  'passkeys.reset',
  'passkey.revoked',
  'passkey.suspicious',
  'backup-codes.issued',
  'backup-code.used',
  'enrollment.vouched',
  'password.changed',
  'password.reset',
  'emergency.used',
]);

export interface EventFacts {
  /** The account it happened to, as it was before: its owner is told there, where the type is one to tell of. */
  readonly owner?: AccountRecord | undefined;
  readonly accountId?: AccountId | undefined;
  readonly actor?: string | undefined;
  readonly method?: string | undefined;
  readonly flow?: string | undefined;
  readonly ip?: string | undefined;
  readonly detail?: EventRecord['detail'] | undefined;
}

/** One line of the action log, with what is not known left out. */
export function event(kernel: Kernel, tenant: TenantId, at: Instant, type: EventType, facts: EventFacts): EventRecord {
  const { owner, accountId = owner?.id, actor, method, flow, ip, detail } = facts;
  return {
    tenant,
    id: newId(kernel.random),
    at,
    type,
    ...(owner === undefined || !TOLD.has(type) ? {} : { tell: tellTo(owner) }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(actor === undefined ? {} : { actor }),
    ...(method === undefined ? {} : { method }),
    ...(flow === undefined ? {} : { flow }),
    ...(ip === undefined ? {} : { ip }),
    ...(detail === undefined ? {} : { detail }),
  };
}

function tellTo({ email, identifiers }: AccountRecord): Tell {
  return { addresses: email === undefined ? [] : [email.address], identifiers };
}

/** What every event of one request shares. */
export function eventsOf(
  kernel: Kernel,
  caller: Pick<Caller, 'tenant' | 'ip'>,
  at: Instant,
  shared: EventFacts,
): (type: EventType, facts?: EventFacts) => EventRecord {
  return (type, facts = {}) => event(kernel, caller.tenant, at, type, { ip: caller.ip, ...shared, ...facts });
}
