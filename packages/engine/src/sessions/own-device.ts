import type { AccountRecord, Commit } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ownDevice } from '../records/device-tokens.ts';

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
