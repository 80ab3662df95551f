import type { AccountId, DeviceRecord, TenantId } from '@sallyport/store';
import { devicePlace } from '../place.ts';
import type { Stored } from '../stored.ts';

/** The tokens of an account are in the place, and not in the record. */
export function deviceDocument(tenant: TenantId, { tokenHash, accountId, ...record }: DeviceRecord): Stored {
  return { ...devicePlace(tenant, accountId, tokenHash), device: tokenHash, at: record.lastSeenAt, record };
}

/** What is left of a device that was forgotten has no record. */
export function deviceOf({ device, record }: Stored, accountId: AccountId): DeviceRecord | undefined {
  return record === undefined ? undefined : ({ ...record, tokenHash: device, accountId } as DeviceRecord);
}
