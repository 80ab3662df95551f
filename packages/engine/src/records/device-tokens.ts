import { firstKnown } from '@sallyport/core/lockout';
import type { DeviceRecord } from '@sallyport/store';
import { type Caller, DEVICES_PER_BROWSER } from '../contract/caller.ts';
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
