import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountProfile,
  type AccountRecord,
  type AdministratorsRecord,
  currentRecord,
  type DeviceRecord,
  type EventRecord,
  type FlowRecord,
  type LogBatchRecord,
  lookUpKeysOf,
  type MembershipRecord,
  type OrganisationRecord,
  type PolicyRecord,
  RecordTooNew,
  type SamlRequestRecord,
  type SessionRecord,
  type StoredRecord,
  type TenantId,
  type VaultRecord,
} from '@sallyport/store';
import { putAccount } from './commit.ts';
import type { CounterEntry } from './counter-table.ts';
import { frozenCopy } from './frozen.ts';
import { TenantData } from './tenant-data.ts';

/** Version 2 added vaults, 3 SAML requests, 4 the last sign-ins, 5 the sealed log, 6 the profiles, 7 the list of open attempts, and 8 organisations. */
const FORMAT = 8;

/** The whole content of a store, as plain JSON. The format is internal: only `memoryStore` reads a snapshot. */
export interface MemorySnapshot {
  /** The version of the layout. `memoryStore` refuses a newer version. */
  readonly format: number;
  /** The content of each tenant. */
  readonly tenants: readonly TenantSnapshot[];
  /** For how long processes reuse session checks, with the end of each. Absent in snapshots of an older version. */
  readonly reuses?: readonly (readonly [milliseconds: number, until: Instant])[];
}

/** The content of a tenant. */
export interface TenantSnapshot {
  /** The tenant's id. */
  readonly tenant: TenantId;
  /** Accounts with hashes and sealed secrets. Protect a snapshot as a database. */
  readonly accounts: readonly StoredRecord[];
  /** The profile of each account that has one, with the version of the account. Absent in snapshots of an older version. */
  readonly profiles?: readonly (readonly [
    accountId: AccountId,
    profile: AccountProfile & { readonly version: number },
  ])[];
  /** The last sign-in of each account that has one. Absent in snapshots of an older version. */
  readonly signIns?: readonly (readonly [accountId: AccountId, at: Instant])[];
  /** The number of accounts that met the policy, by the day. Absent in snapshots of an older version. */
  readonly days?: readonly (readonly [day: Instant, meets: number])[];
  /** Absent in snapshots of format 1. */
  readonly vaults?: readonly StoredRecord[];
  /** Open flows. May contain expired flows. */
  readonly flows: readonly StoredRecord[];
  /** Open requests to SAML providers. Absent in snapshots of an older version. */
  readonly samlRequests?: readonly StoredRecord[];
  /** Sessions. May contain expired sessions. */
  readonly sessions: readonly StoredRecord[];
  /** Known devices. */
  readonly devices: readonly DeviceRecord[];
  /** The counters of guesses. */
  readonly counters: readonly CounterEntry[];
  /** In the order of writing. */
  readonly events: readonly EventRecord[];
  /** The places of the events in the stream. Absent in snapshots of an older version. */
  readonly eventPlaces?: readonly number[];
  /** The batches of the sealed log. Absent in snapshots of an older version. */
  readonly logBatches?: readonly StoredRecord[];
  /** The number of events that were ever written. Absent in snapshots of an older version: the number of `events`. */
  readonly eventsWritten?: number;
  /** Failed sign-ins at unknown identifiers, by the hour. */
  readonly unknownFailures: readonly { readonly hour: Instant; readonly count: number }[];
  /** The used one-time values with their expiry. */
  readonly used: readonly (readonly [key: string, expiresAt: Instant])[];
  /** Oldest first. */
  readonly policies: readonly PolicyRecord[];
  /** Every version, of each organisation the oldest first. Absent in snapshots of an older version. */
  readonly organisations?: readonly OrganisationRecord[];
  /** Absent in snapshots of an older version. */
  readonly memberships?: readonly MembershipRecord[];
  /** Absent if no change has concerned a policy administrator yet. */
  readonly administrators?: AdministratorsRecord;
}

export function snapshotOf(
  tenants: ReadonlyMap<TenantId, TenantData>,
  reuses: ReadonlyMap<number, Instant>,
): MemorySnapshot {
  return {
    format: FORMAT,
    reuses: [...reuses],
    tenants: [...tenants].map(([tenant, data]) => ({
      tenant,
      accounts: [...data.accounts.values()],
      profiles: [...data.profiles],
      signIns: [...data.signIns],
      days: [...data.days],
      vaults: [...data.vaults.values()],
      flows: [...data.flows.all()],
      samlRequests: [...data.samlRequests.values()],
      sessions: [...data.sessions.all()],
      devices: data.devices.all(),
      counters: data.counters.entries(),
      events: data.events.all(),
      eventPlaces: data.events.places(),
      logBatches: [...data.logBatches],
      eventsWritten: data.events.written,
      unknownFailures: data.unknownFailures.all(),
      used: [...data.used],
      policies: [...data.policies],
      organisations: data.organisations.organisations(),
      memberships: data.organisations.memberships(),
      ...(data.administrators && { administrators: data.administrators }),
    })),
  };
}

/** @throws RecordTooNew if a newer version wrote the snapshot, or a record in the snapshot */
export function restored(snapshot: MemorySnapshot): Map<TenantId, TenantData> {
  const { format, tenants } = frozenCopy(snapshot);
  if (!(format <= FORMAT)) throw new RecordTooNew(format, FORMAT);
  return new Map(tenants.map((one) => [one.tenant, restoredTenant(one)]));
}

function restoredTenant(snapshot: TenantSnapshot): TenantData {
  const data = new TenantData();
  for (const stored of snapshot.accounts) {
    const account = read<AccountRecord>(stored);
    putAccount(data, account, lookUpKeysOf(account));
  }
  for (const [accountId, profile] of snapshot.profiles ?? []) data.profiles.set(accountId, profile);
  for (const [accountId, at] of snapshot.signIns ?? []) data.signIns.set(accountId, at);
  for (const [day, meets] of snapshot.days ?? []) data.days.set(day, meets);
  for (const stored of snapshot.vaults ?? []) {
    const vault = read<VaultRecord>(stored);
    data.vaults.set(vault.accountId, vault);
  }
  for (const flow of snapshot.flows) data.flows.put(read<FlowRecord>(flow));
  for (const stored of snapshot.samlRequests ?? []) {
    const request = read<SamlRequestRecord>(stored);
    data.samlRequests.set(request.id, request);
  }
  for (const session of snapshot.sessions) data.sessions.put(read<SessionRecord>(session));
  // Older versions do not say what was proved at a device.
  for (const device of snapshot.devices) data.devices.put({ ...device, proved: device.proved ?? [] });
  for (const counter of snapshot.counters) data.counters.restore(counter);
  const { events, eventPlaces = [], eventsWritten = events.length } = snapshot;
  // An event of an older version may get a larger number, and then comes in a stream once more.
  for (const [turn, event] of events.entries())
    data.events.append(event, eventPlaces[turn] ?? eventsWritten - events.length + turn);
  data.events.skipTo(eventsWritten);
  for (const stored of snapshot.logBatches ?? []) data.logBatches.push(read<LogBatchRecord>(stored));
  for (const { hour, count } of snapshot.unknownFailures) data.unknownFailures.add(hour, count);
  for (const [key, expiresAt] of snapshot.used) data.used.set(key, expiresAt);
  data.policies.push(...snapshot.policies);
  for (const organisation of snapshot.organisations ?? []) data.organisations.put(organisation);
  for (const membership of snapshot.memberships ?? []) data.organisations.putMembership(membership);
  data.administrators = snapshot.administrators;
  return data;
}

function read<Current extends { readonly schema: 1 }>(stored: StoredRecord): Current {
  return frozenCopy(currentRecord<Current>(stored));
}
