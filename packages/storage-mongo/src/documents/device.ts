import type { ProvedAtDevice } from '@sallyport/core/lockout';
import type { AccountId, DeviceRecord, TenantId } from '@sallyport/store';
import { devicePlace } from '../place.ts';
import type { Stored } from '../stored.ts';

export function deviceDocument(tenant: TenantId, { tokenHash, accountId, ...record }: DeviceRecord): Stored {
  return { ...devicePlace(tenant, accountId, tokenHash), device: tokenHash, at: record.lastSeenAt, record };
}

export function deviceOf({ device, record }: Stored, accountId: AccountId): DeviceRecord | undefined {
  return record === undefined
    ? undefined
    : ({ ...record, ...provedIn(record), tokenHash: device, accountId } as DeviceRecord);
}

export function provedIn(record: { readonly proved?: unknown } | undefined): ProvedAtDevice {
  const { proved } = record ?? {};
  return { proved: Array.isArray(proved) ? proved.map(String).sort() : [] };
}
