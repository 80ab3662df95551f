import { type AccountId, DEVICES_PER_ACCOUNT, type DeviceRecord, type TenantId } from '@sallyport/store';
import type { Call } from './call.ts';
import { deviceOf } from './documents/device.ts';
import { sortable } from './place.ts';

/** Devices of every epoch, the last seen device first. */
export async function listDevices(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
): Promise<readonly DeviceRecord[]> {
  const filter = {
    tenant: sortable(tenant),
    kind: 'device',
    part: sortable(accountId),
    device: { $exists: true },
  } as const;
  const options = { sort: { at: -1, _id: 1 }, limit: DEVICES_PER_ACCOUNT, ...limits } as const;
  return (await documents.find(filter, options).toArray()).flatMap((stored) => deviceOf(stored, accountId) ?? []);
}
