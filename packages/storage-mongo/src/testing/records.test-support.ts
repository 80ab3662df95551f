import { type Instant, instant, type LockoutLimits, milliseconds } from '@sallyport/core';
import type {
  AccountId,
  AccountRecord,
  BeginStep,
  Commit,
  EventRecord,
  FlowRecord,
  SessionRecord,
  TenantId,
} from '@sallyport/engine';

export const TENANT: TenantId = 'acme' as TenantId;
export const NOW: Instant = instant(1_750_000_000_000);
const MINUTE = 60_000;

export const LIMITS: LockoutLimits = {
  maxFailures: 5,
  window: milliseconds(15 * MINUTE),
  lockLengths: [milliseconds(10 * MINUTE)],
  hardLimit: 100,
};

export function idOf(name: string): AccountId {
  return name as AccountId;
}

export function account(id: string, over: Partial<AccountRecord> = {}): AccountRecord {
  return {
    schema: 1,
    tenant: TENANT,
    id: idOf(id),
    version: 1,
    epoch: 0,
    createdAt: NOW,
    identifiers: [id],
    userHandle: id,
    roles: [],
    passkeys: [],
    ...over,
  };
}

export function flow(id: string, over: Partial<FlowRecord> = {}): FlowRecord {
  return {
    schema: 1,
    tenant: TENANT,
    id,
    tokenHash: `token-of-${id}`,
    version: 1,
    purpose: 'sign-in',
    mode: 'cookie',
    subject: id,
    evidence: [],
    accepts: ['password'],
    openedAt: NOW,
    expiresAt: instant(NOW + 10 * MINUTE),
    ...over,
  };
}

export function session(id: string, owner: string, over: Partial<SessionRecord> = {}): SessionRecord {
  return {
    schema: 1,
    tenant: TENANT,
    id,
    tokenHash: `token-of-${id}`,
    version: 1,
    accountId: idOf(owner),
    epoch: 0,
    mode: 'cookie',
    evidence: [],
    restsOn: [],
    policyVersion: 0,
    createdAt: NOW,
    lastSeenAt: NOW,
    expiresAt: instant(NOW + 600 * MINUTE),
    idle: milliseconds(60 * MINUTE),
    ...over,
  };
}

export function event(id: string, over: Partial<EventRecord> = {}): EventRecord {
  return { tenant: TENANT, id, at: NOW, type: 'sign-in.succeeded', tell: false, ...over };
}

export function change(parts: Partial<Commit>): Commit {
  return { tenant: TENANT, now: NOW, guards: {}, events: [], ...parts };
}

/** A guess at the password of nobody that is known. */
export function guess(subjectIfUnknown: string): BeginStep {
  const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown, perDevice: true };
  return { tenant: TENANT, now: NOW, knownPolicy: 0, attempt };
}

/** All that a sign-in writes where it is granted: as the engine commits it. */
export function grant(id: string, owner: string): Commit {
  return change({
    guards: { flow: { id, version: 1 }, account: { id: idOf(owner), version: 1 }, policy: 0 },
    opens: { session: session(id, owner), consumes: { flowId: id } },
    device: { tokenHash: `device-of-${id}`, accountId: idOf(owner), createdAt: NOW },
    clearCounters: { subject: owner, by: 'stranger' },
    events: [event(`event-of-${id}`, { accountId: idOf(owner), tell: true })],
  });
}
