import { firstKnown } from '@sallyport/core/lockout';
import type { AccountRecord, Commit, DeviceRecord } from '@sallyport/store';
import { type Caller, DEVICES_PER_BROWSER } from '../contract/caller.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';

/** The hashes of the caller's device tokens, in the order of the browser's list. Returns `undefined` if the caller has no token. */
export function deviceHashes({ deviceTokens = [] }: Caller): readonly string[] | undefined {
  if (deviceTokens.length === 0) return undefined;
  return deviceTokens.slice(0, DEVICES_PER_BROWSER).map((token) => tokenHash(token));
}

/**
 * Returns the caller's device among the devices of an account: the device of the first token in the browser's list that the account knows in this
 * epoch. The store's `beginStep` finds the same device.
 */
export function ownDevice(caller: Caller, devices: readonly DeviceRecord[], epoch: number): DeviceRecord | undefined {
  return firstKnown(deviceHashes(caller) ?? [], devices, epoch);
}

/**
 * The changes of devices when an account's owner raises the epoch: all devices are forgotten except the device of the request, if the
 * account knew it. That device moves into the next epoch.
 */
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
