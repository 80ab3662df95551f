import { firstKnown } from '@sallyport/core/lockout';
import type { AccountRecord, Commit, DeviceRecord } from '@sallyport/store';
import { type Caller, DEVICES_PER_BROWSER } from '../contract/caller.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';

export function deviceHashes({ deviceTokens = [] }: Caller): readonly string[] | undefined {
  if (deviceTokens.length === 0) return undefined;
  return deviceTokens.slice(0, DEVICES_PER_BROWSER).map((token) => tokenHash(token));
}

export function ownDevice(caller: Caller, devices: readonly DeviceRecord[], epoch: number): DeviceRecord | undefined {
  return firstKnown(deviceHashes(caller) ?? [], devices, epoch);
}

export async function onlyOwnDevice(
  kernel: Kernel,
  caller: Caller,
  { tenant, id, epoch }: AccountRecord,
  nextEpoch: number,
): Promise<Pick<Commit, 'device' | 'forgetDevices'>> {
  const forgetDevices = { accountId: id };
  if (caller.deviceTokens === undefined) return { forgetDevices };
  const own = ownDevice(caller, await kernel.store.listDevices(tenant, id), epoch);
  return own === undefined ? { forgetDevices } : { forgetDevices, device: { ...own, epoch: nextEpoch } };
}
