import type { Instant } from '@sallyport/core';
import type {
  AccountId,
  AccountKey,
  AccountProfile,
  AccountRecord,
  AdministratorsRecord,
  EnteredOrganisation,
  FlowRecord,
  LogBatchRecord,
  LookUpKey,
  OrganisationLoaded,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  VaultRecord,
} from '@sallyport/store';
import { CounterTable } from './counter-table.ts';
import { DeviceTable } from './device-table.ts';
import { EventLog } from './event-log.ts';
import { HourlyCounts } from './hourly-counts.ts';
import { OrganisationTable } from './organisation-table.ts';
import { TokenTable } from './token-table.ts';

/** Expired flows, SAML requests and sessions may still be present: read them through the `live…` functions. */
export class TenantData {
  readonly accounts: Map<AccountId, AccountRecord> = new Map();
  /** By the text of a look-up key (`keyText`). */
  readonly keys: Map<string, AccountId> = new Map();
  /** With the version of the record that the profile is of. */
  readonly profiles: Map<AccountId, AccountProfile & { readonly version: number }> = new Map();
  /** The number of accounts that met the policy, by the day. */
  readonly days: Map<Instant, number> = new Map();
  readonly signIns: Map<AccountId, Instant> = new Map();
  readonly vaults: Map<AccountId, VaultRecord> = new Map();
  readonly samlRequests: Map<string, SamlRequestRecord> = new Map();
  readonly flows: TokenTable<FlowRecord> = new TokenTable();
  readonly sessions: TokenTable<SessionRecord> = new TokenTable();
  readonly devices: DeviceTable = new DeviceTable();
  readonly counters: CounterTable = new CounterTable();
  readonly events: EventLog = new EventLog();
  readonly unknownFailures: HourlyCounts = new HourlyCounts();
  /** The instant until which a repeat is refused, by the value's key. */
  readonly used: Map<string, Instant> = new Map();
  /** Oldest first. */
  readonly policies: PolicyRecord[] = [];
  readonly organisations: OrganisationTable = new OrganisationTable();
  readonly logBatches: LogBatchRecord[] = [];
  administrators: AdministratorsRecord | undefined = undefined;
}

export function policyInForce(data: TenantData): PolicyRecord | undefined {
  return data.policies.at(-1);
}

export function policyVersion(data: TenantData): number {
  return policyInForce(data)?.version ?? 0;
}

export function entered(
  { organisations }: TenantData,
  asked: EnteredOrganisation | undefined,
  accountId: AccountId | undefined,
): OrganisationLoaded {
  if (asked === undefined) return {};
  const organisation = organisations.newest(asked.organisation);
  const membership = accountId && organisations.membership(asked.organisation, accountId);
  return {
    ...(membership && { membership }),
    ...(organisation && organisation.version > asked.knownVersion && { organisation }),
  };
}

export function liveFlow(flow: FlowRecord | undefined, now: Instant): FlowRecord | undefined {
  return flow !== undefined && isLiveFlow(flow, now) ? flow : undefined;
}

export function isLiveFlow(flow: FlowRecord, now: Instant): boolean {
  return flow.expiresAt > now;
}

export function liveSamlRequest(data: TenantData, id: string, now: Instant): SamlRequestRecord | undefined {
  const found = data.samlRequests.get(id);
  return found !== undefined && found.expiresAt > now ? found : undefined;
}

export function liveSession(session: SessionRecord | undefined, now: Instant): SessionRecord | undefined {
  return session !== undefined && isLiveSession(session, now) ? session : undefined;
}

export function isLiveSession(session: SessionRecord, now: Instant): boolean {
  return session.expiresAt > now && now - session.lastSeenAt <= session.idle;
}

export function accountIdOf(data: TenantData, key: AccountKey): AccountId | undefined {
  return key.kind === 'id' ? key.value : data.keys.get(keyText(key));
}

export function keyText({ kind, value }: LookUpKey): string {
  return `${kind}:${value}`;
}
