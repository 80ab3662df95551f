import { type LockoutLimits, milliseconds } from '@sallyport/core';
import {
  type AccountRecord,
  type Commit,
  type DeviceRecord,
  type EventRecord,
  type FlowRecord,
  type Recipients,
  type SessionRecord,
  type TenantId,
  tenantId,
} from '@sallyport/engine';
import { NOW, sampleAccount, sampleDevice, sampleEvent, sampleFlow, sampleSession } from '@sallyport/testing/store';

export { accountId, NOW } from '@sallyport/testing/store';

export const ACME: TenantId = tenantId('acme');

export const LIMITS: LockoutLimits = {
  maxFailures: 5,
  window: milliseconds(900_000),
  lockLengths: [milliseconds(600_000)],
  hardLimit: 100,
  judgedWithin: milliseconds(30_000),
};

// The records of the tenant `acme`, for the tests of every store.

export function account(id: string, over: Partial<AccountRecord> = {}): AccountRecord {
  return sampleAccount(ACME, id, over);
}

export function flow(id: string, over: Partial<FlowRecord> = {}): FlowRecord {
  return sampleFlow(ACME, id, over);
}

export function session(id: string, owner: string, over: Partial<SessionRecord> = {}): SessionRecord {
  return sampleSession(ACME, id, owner, over);
}

export function event(id: string, over: Partial<EventRecord> = {}): EventRecord {
  return sampleEvent(ACME, id, over);
}

export function device(owner: string, tokenHash: string, over: Partial<DeviceRecord> = {}): DeviceRecord {
  return sampleDevice(owner, tokenHash, over);
}

/** The recipients of the notice about an event. */
export const RECIPIENTS: Recipients = { addresses: ['cleo@example.org'], identifiers: ['cleo'] };

export function change(over: Partial<Commit>): Commit {
  return { tenant: ACME, now: NOW, guards: {}, events: [], ...over };
}
