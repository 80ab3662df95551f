import { type LockoutLimits, milliseconds } from '@sallyport/core';
import {
  type AccountRecord,
  type BeginStep,
  type Commit,
  type DeviceRecord,
  type EventRecord,
  type FlowRecord,
  type SessionRecord,
  type Tell,
  type TenantId,
  tenantId,
} from '@sallyport/engine';
import {
  accountId as idOf,
  NOW,
  sampleAccount,
  sampleDevice,
  sampleEvent,
  sampleFlow,
  sampleSession,
} from '@sallyport/testing/store';

export { accountId as idOf, NOW } from '@sallyport/testing/store';

export const TENANT: TenantId = tenantId('acme');
const MINUTE = 60_000;

export const LIMITS: LockoutLimits = {
  maxFailures: 5,
  window: milliseconds(15 * MINUTE),
  lockLengths: [milliseconds(10 * MINUTE)],
  hardLimit: 100,
};

// Records of one tenant.

export function account(id: string, over: Partial<AccountRecord> = {}): AccountRecord {
  return sampleAccount(TENANT, id, over);
}

export function flow(id: string, over: Partial<FlowRecord> = {}): FlowRecord {
  return sampleFlow(TENANT, id, over);
}

export function session(id: string, owner: string, over: Partial<SessionRecord> = {}): SessionRecord {
  return sampleSession(TENANT, id, owner, over);
}

export function event(id: string, over: Partial<EventRecord> = {}): EventRecord {
  return sampleEvent(TENANT, id, over);
}

export function device(owner: string, tokenHash: string, over: Partial<DeviceRecord> = {}): DeviceRecord {
  return sampleDevice(owner, tokenHash, over);
}

/** Whom to tell of an event. */
export const TELL: Tell = { addresses: ['cleo@example.org'], identifiers: ['cleo'] };

export function change(parts: Partial<Commit>): Commit {
  return { tenant: TENANT, now: NOW, guards: {}, events: [], ...parts };
}

/** A guess at the password of nobody that is known. */
export function guess(subjectIfUnknown: string): BeginStep {
  const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown, perDevice: true };
  return { tenant: TENANT, now: NOW, knownPolicy: 0, attempt };
}

/** All that a sign-in writes if it is granted: as the engine commits it. */
export function grant(id: string, owner: string): Commit {
  return change({
    guards: { flow: { id, version: 1 }, account: { id: idOf(owner), version: 1 }, policy: 0 },
    opens: { session: session(id, owner), consumes: { flowId: id } },
    device: device(owner, `device-of-${id}`),
    clearCounters: { subject: owner, by: 'stranger' },
    events: [event(`event-of-${id}`, { accountId: idOf(owner), tell: TELL })],
  });
}
