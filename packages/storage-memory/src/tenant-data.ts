import type { Instant } from '@sallyport/core';
import type {
  AccountId,
  AccountKey,
  AccountRecord,
  AdministratorsRecord,
  FlowRecord,
  PolicyRecord,
  SessionRecord,
  VaultRecord,
} from '@sallyport/store';
import { CounterTable } from './counter-table.ts';
import { DeviceTable } from './device-table.ts';
import { EventLog } from './event-log.ts';
import { HourlyCounts } from './hourly-counts.ts';
import { TokenTable } from './token-table.ts';

/** Everything of one tenant. What is expired may still be in it: ask the `live…` functions. */
export class TenantData {
  readonly accounts: Map<AccountId, AccountRecord> = new Map();
  /** Whose identifier this is. */
  readonly identifiers: Map<string, AccountId> = new Map();
  /** Whose passkey this is, by its credential id. */
  readonly passkeys: Map<string, AccountId> = new Map();
  /** Whom the host knows by this key. */
  readonly hostKeys: Map<string, AccountId> = new Map();
  /** Whose identity at a provider this is. */
  readonly externalIds: Map<string, AccountId> = new Map();
  readonly vaults: Map<AccountId, VaultRecord> = new Map();
  readonly flows: TokenTable<FlowRecord> = new TokenTable();
  readonly sessions: TokenTable<SessionRecord> = new TokenTable();
  readonly devices: DeviceTable = new DeviceTable();
  readonly counters: CounterTable = new CounterTable();
  readonly events: EventLog = new EventLog();
  /** Failures at identifiers that nobody has. */
  readonly unknownFailures: HourlyCounts = new HourlyCounts();
  /** What was spent, and until when a repeat is refused. */
  readonly spent: Map<string, Instant> = new Map();
  /** Every version there was, oldest first. */
  readonly policies: PolicyRecord[] = [];
  administrators: AdministratorsRecord | undefined = undefined;
}

export function policyInForce(data: TenantData): PolicyRecord | undefined {
  return data.policies.at(-1);
}

export function policyVersion(data: TenantData): number {
  return policyInForce(data)?.version ?? 0;
}

export function liveFlow(flow: FlowRecord | undefined, now: Instant): FlowRecord | undefined {
  return flow !== undefined && isLiveFlow(flow, now) ? flow : undefined;
}

export function isLiveFlow(flow: FlowRecord, now: Instant): boolean {
  return flow.expiresAt > now;
}

export function liveSession(session: SessionRecord | undefined, now: Instant): SessionRecord | undefined {
  return session !== undefined && isLiveSession(session, now) ? session : undefined;
}

/** Neither past its end nor silent for longer than it may be. */
export function isLiveSession(session: SessionRecord, now: Instant): boolean {
  return session.expiresAt > now && now - session.lastSeenAt <= session.idle;
}

export function accountIdOf(data: TenantData, key: AccountKey): AccountId | undefined {
  switch (key.kind) {
    case 'id':
      return key.value;
    case 'identifier':
      return data.identifiers.get(key.value);
    case 'passkey':
      return data.passkeys.get(key.value);
    case 'host-key':
      return data.hostKeys.get(key.value);
    case 'external-id':
      return data.externalIds.get(key.value);
  }
}
