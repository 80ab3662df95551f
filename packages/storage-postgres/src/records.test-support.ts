import { type Instant, instant, type LockoutLimits, milliseconds } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type AttemptAsked,
  type Commit,
  type EventRecord,
  type FlowRecord,
  type SessionRecord,
  type TenantId,
  tenantId,
} from '@sallyport/engine';

export const ACME: TenantId = tenantId('acme');
export const NOW: Instant = instant(1_750_000_000_000);
export const HOUR = 3_600_000;

export const LIMITS: LockoutLimits = {
  maxFailures: 5,
  window: milliseconds(900_000),
  lockLengths: [milliseconds(600_000)],
  hardLimit: 100,
};

export function accountId(name: string): AccountId {
  return name as AccountId;
}

export function account(id: string, over: Partial<AccountRecord> = {}): AccountRecord {
  return {
    schema: 1,
    tenant: ACME,
    id: accountId(id),
    version: 1,
    epoch: 0,
    createdAt: NOW,
    identifiers: [`${id}@example.org`],
    userHandle: `handle-of-${id}`,
    roles: [],
    passkeys: [],
    ...over,
  };
}

export function flow(id: string, over: Partial<FlowRecord> = {}): FlowRecord {
  return {
    schema: 1,
    tenant: ACME,
    id,
    tokenHash: `token-of-${id}`,
    version: 1,
    purpose: 'sign-in',
    mode: 'cookie',
    subject: 'somebody',
    evidence: [],
    accepts: ['password'],
    openedAt: NOW,
    expiresAt: instant(NOW + HOUR),
    ...over,
  };
}

export function session(id: string, owner: string, over: Partial<SessionRecord> = {}): SessionRecord {
  return {
    schema: 1,
    tenant: ACME,
    id,
    tokenHash: `token-of-${id}`,
    version: 1,
    accountId: accountId(owner),
    epoch: 0,
    mode: 'cookie',
    evidence: [],
    restsOn: [],
    policyVersion: 0,
    createdAt: NOW,
    lastSeenAt: NOW,
    expiresAt: instant(NOW + 12 * HOUR),
    idle: milliseconds(HOUR),
    ...over,
  };
}

export function event(id: string, over: Partial<EventRecord> = {}): EventRecord {
  return { tenant: ACME, id, at: NOW, type: 'sign-in.failed', tell: false, ...over };
}

export function change(over: Partial<Commit>): Commit {
  return { tenant: ACME, now: NOW, guards: {}, events: [], ...over };
}

/** A guess at a password, by an identifier that nobody has unless told. */
export const GUESS: AttemptAsked = {
  authenticator: 'password',
  limits: LIMITS,
  subjectIfUnknown: 'nobody',
  perDevice: true,
};
