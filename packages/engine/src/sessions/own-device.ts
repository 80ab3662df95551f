import type { AccountRecord, Commit } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';

/**
 * What is written of devices if an account's owner raises its epoch: all are forgotten but the one at hand, if it was known. That
 * one is taken over into the next epoch.
 */
export async function onlyOwnDevice(
  kernel: Kernel,
  { deviceToken }: Caller,
  { tenant, id, epoch }: AccountRecord,
  nextEpoch: number,
): Promise<Pick<Commit, 'device' | 'forgetDevices'>> {
  const forgetDevices = { accountId: id };
  if (deviceToken === undefined) return { forgetDevices };
  const own = (await kernel.store.listDevices(tenant, id)).find(
    (device) => device.tokenHash === tokenHash(deviceToken) && device.epoch === epoch,
  );
  return own === undefined ? { forgetDevices } : { forgetDevices, device: { ...own, epoch: nextEpoch } };
}
