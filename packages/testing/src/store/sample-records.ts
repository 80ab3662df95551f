import { type Instant, instant, type Milliseconds, milliseconds } from '@sallyport/core';
import type {
  AccountId,
  AccountRecord,
  AdministratorsRecord,
  DeviceRecord,
  EventRecord,
  FlowRecord,
  LogBatchRecord,
  MembershipRecord,
  OrganisationRecord,
  PolicyRecord,
  Recipients,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
  VaultRecord,
} from '@sallyport/engine';

export const SECOND: Milliseconds = milliseconds(1_000);
export const MINUTE: Milliseconds = milliseconds(60_000);
export const HOUR: Milliseconds = milliseconds(3_600_000);
export const DAY: Milliseconds = milliseconds(86_400_000);

/** The time of all sample records: a full hour. Time stands still unless a test moves the clock. */
export const NOW: Instant = instant(486_111 * HOUR);

/** The instant after {@link NOW} by this length, or before if the length is negative. */
export function later(length: number): Instant {
  return instant(NOW + length);
}

/** Casts a name to the engine's type. */
export function tenantId(name: string): TenantId {
  return name as TenantId;
}

/** Casts a name to the engine's type. */
export function accountId(name: string): AccountId {
  return name as AccountId;
}

/** A new account. */
export function sampleAccount(tenant: TenantId, id: string, over: Partial<AccountRecord> = {}): AccountRecord {
  return {
    schema: 1,
    tenant,
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

/** A passkey in an account's record. */
export function samplePasskey(id: string): AccountRecord['passkeys'][number] {
  return {
    id,
    publicKey: 'pQECAyYgASFYIA',
    counter: 4_294_967_295,
    transports: ['internal', 'hybrid'],
    name: 'Cleo’s phone',
    createdAt: NOW,
    lastUsedAt: later(SECOND),
    userVerified: true,
    backupEligible: true,
    backedUp: false,
    aaguid: '00000000-0000-0000-0000-000000000000',
    attested: false,
  };
}

/** The vault of an account, with an envelope of each kind. */
export function sampleVault(tenant: TenantId, owner: string, over: Partial<VaultRecord> = {}): VaultRecord {
  return {
    schema: 1,
    tenant,
    accountId: accountId(owner),
    version: 1,
    keyId: `key-of-${owner}`,
    envelopes: [
      { id: 'v-1', kind: 'passkey', passkeyId: `key-of-${owner}`, createdAt: NOW, sealed: 'c2VhbGVk' },
      { id: 'v-2', kind: 'secret', createdAt: NOW, sealed: 'A'.repeat(4_096) },
      { id: 'v-3', kind: 'emergency', kid: 'drill', createdAt: later(SECOND), sealed: '-_-_' },
    ],
    ...over,
  };
}

/** An identity at the provider `corp`, in an account's record. */
export function sampleExternalId(subject: string): NonNullable<AccountRecord['externalIds']>[number] {
  return {
    id: `external-id-${subject}`,
    method: 'sso',
    provider: 'corp',
    issuer: 'https://idp.example.org',
    subject,
    address: 'cleo@corp.example',
    linkedAt: NOW,
  };
}

/** A sign-in flow that ends in ten minutes. The hash of its token is `token-of-` and the id. */
export function sampleFlow(tenant: TenantId, id: string, over: Partial<FlowRecord> = {}): FlowRecord {
  return {
    schema: 1,
    tenant,
    id,
    tokenHash: `token-of-${id}`,
    version: 1,
    purpose: 'sign-in',
    mode: 'cookie',
    subject: `subject-of-${id}`,
    evidence: [],
    accepts: ['password'],
    openedAt: NOW,
    expiresAt: later(10 * MINUTE),
    ...over,
  };
}

/** A SAML request that ends in ten minutes, without a response. */
export function sampleSamlRequest(
  tenant: TenantId,
  id: string,
  over: Partial<SamlRequestRecord> = {},
): SamlRequestRecord {
  return {
    schema: 1,
    tenant,
    id,
    version: 1,
    callback: 'https://app.example/callback',
    kept: { request: `_${id}` },
    failedResponses: 0,
    expiresAt: later(10 * MINUTE),
    ...over,
  };
}

/** A session of twelve hours with an idle limit of an hour. The hash of its token is `token-of-` and the id. */
export function sampleSession(
  tenant: TenantId,
  id: string,
  owner: string,
  over: Partial<SessionRecord> = {},
): SessionRecord {
  return {
    schema: 1,
    tenant,
    id,
    tokenHash: `token-of-${id}`,
    version: 1,
    accountId: accountId(owner),
    epoch: 0,
    mode: 'cookie',
    evidence: [{ method: 'password', at: NOW }],
    bindings: ['password-1'],
    policyVersion: 0,
    createdAt: NOW,
    lastSeenAt: NOW,
    expiresAt: later(12 * HOUR),
    idle: HOUR,
    ...over,
  };
}

/** A device that signed in to an account at epoch 0. The id is `device-` and the hash of its token. */
export function sampleDevice(owner: string, tokenHash: string, over: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    id: `device-${tokenHash}`,
    tokenHash,
    accountId: accountId(owner),
    epoch: 0,
    createdAt: NOW,
    lastSeenAt: NOW,
    proved: ['password', 'totp'],
    ...over,
  };
}

/** A policy. A store needs to know only the version. */
export function samplePolicy(tenant: TenantId, version: number): PolicyRecord {
  return {
    tenant,
    version,
    document: { version: 1, sessions: { idle: '1h' } },
    changedAt: NOW,
    changedBy: 'ada',
    note: 'an audit asked for “this”',
  };
}

/** The administrators of a tenant. */
export function sampleAdministrators(tenant: TenantId, version: number, ids: readonly string[]): AdministratorsRecord {
  return { tenant, version, accountIds: ids.map(accountId) };
}

/** An organisation. Its name is its id, and the number of its version. */
export function sampleOrganisation(
  tenant: TenantId,
  id: string,
  over: Partial<OrganisationRecord> = {},
): OrganisationRecord {
  const { version = 1 } = over;
  return {
    tenant,
    id,
    name: `${id} ${version}`,
    version,
    document: { requiredStrength: 'enhanced', roles: { finance: {} } },
    changedAt: NOW,
    changedBy: 'ada',
    ...over,
  };
}

/** The last version of an organisation. */
export function removedOrganisation(tenant: TenantId, id: string, version: number): OrganisationRecord {
  return { tenant, id, version, document: {}, changedAt: later(HOUR), changedBy: 'ada', removedAt: later(HOUR) };
}

/** A membership with the role `member`. */
export function sampleMembership(
  tenant: TenantId,
  organisation: string,
  owner: string,
  over: Partial<MembershipRecord> = {},
): MembershipRecord {
  const account = accountId(owner);
  return {
    tenant,
    organisation,
    accountId: account,
    version: 1,
    roles: ['member'],
    since: later(SECOND),
    by: 'ada',
    ...over,
  };
}

/** The recipients of an event's notification. Default: Cleo’s address. */
export function sampleRecipients(...addresses: readonly string[]): Recipients {
  return { addresses: addresses.length === 0 ? ['cleo@example.org'] : addresses, identifiers: ['cleo'] };
}

/** An event in the action log, without a notification to the owner. */
export function sampleEvent(tenant: TenantId, id: string, over: Partial<EventRecord> = {}): EventRecord {
  return { tenant, id, at: NOW, type: 'sign-in.failed', ...over };
}

/** A batch of the sealed log, whose hashes and signature are no hashes and no signature. */
export function sampleLogBatch(tenant: TenantId, number: number, over: Partial<LogBatchRecord> = {}): LogBatchRecord {
  const head = { size: number, root: `root-${number}`, at: '2026-01-02T03:04:05.000Z', signature: 's', keyId: 'k' };
  const entry = { id: `e${number}`, at: head.at, type: 'sign-in.failed', contents: 'c' };
  return {
    ...{ schema: 1, tenant, number, head, peaks: [`peak-${number}`], entries: [entry] },
    ...{ publicKey: 'x', secret: 'sealed' },
    ...over,
  };
}
