import type { Instant } from '@sallyport/core';
import type {
  AccountView,
  AdminAccountView,
  DeviceView,
  EventView,
  ExposureItem,
  ImpactView,
  PolicyView,
  SecurityView,
  SessionInfo,
  SessionView,
} from '@sallyport/engine';
import type { JsonObject } from './reply.ts';

// What the engine answers, as it travels: each member by its name, instants as ISO 8601 strings. Members that are
// `undefined` do not travel.

/** An instant on the wire. */
export function iso(at: Instant): string {
  return new Date(at).toISOString();
}

const isoIfAny = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : iso(at));

export function sessionOnWire(info: SessionInfo): JsonObject {
  const { accountId, strength, amr, authTime, expiresAt } = info;
  return { accountId, strength, amr, authTime: iso(authTime), expiresAt: iso(expiresAt) };
}

export function sessionEntryOnWire(view: SessionView): JsonObject {
  const { id, current, createdAt, lastSeenAt, expiresAt, strength, ip, userAgent } = view;
  return {
    id,
    current,
    createdAt: iso(createdAt),
    lastSeenAt: iso(lastSeenAt),
    expiresAt: iso(expiresAt),
    strength,
    ip,
    userAgent,
  };
}

export function deviceOnWire({ id, current, createdAt, lastSeenAt, userAgent }: DeviceView): JsonObject {
  return { id, current, createdAt: iso(createdAt), lastSeenAt: iso(lastSeenAt), userAgent };
}

export function accountOnWire(view: AccountView): JsonObject {
  const { accountId, identifiers, email, roles, factors, recommendations } = view;
  const { password, totp, emailCode, passkeys, backupCodes } = factors;
  return {
    accountId,
    identifiers,
    email,
    roles,
    factors: {
      password,
      totp,
      emailCode,
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, deviceBound, aaguid }) => ({
        id,
        name,
        createdAt: iso(createdAt),
        lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
        deviceBound,
        aaguid,
      })),
      backupCodes: { remaining: backupCodes.remaining },
    },
    recommendations,
  };
}

export function adminAccountOnWire(view: AdminAccountView): JsonObject {
  const { methods, status, until, blockedReason, sessions, emergency } = view;
  return { ...accountOnWire(view), methods, status, until: isoIfAny(until), blockedReason, sessions, emergency };
}

export function policyOnWire({ policy, version, changedAt, changedBy }: PolicyView): JsonObject {
  return { policy, version, changedAt: iso(changedAt), changedBy };
}

export function impactOnWire({ unaffected, mustEnroll, stranded, accounts, next }: ImpactView): JsonObject {
  return { unaffected, mustEnroll, stranded, accounts, next };
}

export function eventOnWire({ id, at, type, accountId, actor, method, flow, ip, detail }: EventView): JsonObject {
  return { id, at: iso(at), type, accountId, actor, method, flow, ip, detail };
}

export function exposureOnWire(view: { asOf: Instant; items: readonly ExposureItem[]; next?: string }): JsonObject {
  return {
    asOf: iso(view.asOf),
    items: view.items.map(({ id, label, access, lastUsedAt }) => ({
      id,
      label,
      access,
      lastUsedAt: isoIfAny(lastUsedAt),
    })),
    next: view.next,
  };
}

export function enrollmentCodeOnWire(issued: { enrollmentCode: string; expiresAt: Instant }): JsonObject {
  return { enrollmentCode: issued.enrollmentCode, expiresAt: iso(issued.expiresAt) };
}

export function securityOnWire(view: SecurityView): JsonObject {
  return {
    locked: view.locked.map(({ accountId, identifier, authenticator, until }) => ({
      accountId,
      identifier,
      authenticator,
      until: iso(until),
    })),
    blocked: view.blocked.map(({ accountId, identifier, since, by, reason }) => ({
      accountId,
      identifier,
      since: iso(since),
      by,
      reason,
    })),
    failuresByHour: view.failuresByHour.map(({ hour, count }) => ({ hour: iso(hour), count })),
    mandatesUnmet: view.mandatesUnmet,
    policyVersion: view.policyVersion,
  };
}
