import { firstKnown, provedWith } from '@sallyport/core/lockout';
import { type AccountId, DEVICES_PER_ACCOUNT, type DeviceRecord } from '@sallyport/store';
import type { RemoveDevices } from '@sallyport/store/plan';

/** Several accounts may know the same device. */
export class DeviceTable {
  /** The last seen device first. */
  readonly #ofAccount = new Map<AccountId, readonly DeviceRecord[]>();

  of(accountId: AccountId): readonly DeviceRecord[] {
    return this.#ofAccount.get(accountId) ?? [];
  }

  known(accountId: AccountId, tokenHashes: readonly string[], epoch: number): DeviceRecord | undefined {
    return firstKnown(tokenHashes, this.of(accountId), epoch);
  }

  /** Returns the devices that were removed to make room. */
  put(device: DeviceRecord): readonly DeviceRecord[] {
    const devices = this.of(device.accountId);
    const before = devices.find(({ tokenHash }) => tokenHash === device.tokenHash);
    const written = before === undefined ? device : { ...device, ...keptFrom(before, device) };
    const lastSeenFirst = [Object.freeze(written), ...devices.filter((one) => one !== before)].sort(
      (a, b) => b.lastSeenAt - a.lastSeenAt,
    );
    // The new device always stays, even if a process with a faster clock wrote the others.
    const kept = [...lastSeenFirst.filter((one) => one !== written).slice(0, DEVICES_PER_ACCOUNT - 1), written];
    this.#ofAccount.set(
      device.accountId,
      lastSeenFirst.filter((one) => kept.includes(one)),
    );
    return lastSeenFirst.filter((one) => !kept.includes(one));
  }

  /** Oldest first: calling `put` in this order builds the same table again. */
  all(): readonly DeviceRecord[] {
    return [...this.#ofAccount.values()].flatMap((devices) => [...devices].reverse());
  }

  forget({ accountId, only, except }: RemoveDevices): readonly DeviceRecord[] {
    const devices = this.of(accountId);
    const gone = devices.filter(({ id, tokenHash }) => tokenHash !== except && (only === undefined || id === only));
    this.#ofAccount.set(
      accountId,
      devices.filter((one) => !gone.includes(one)),
    );
    return gone;
  }
}

function keptFrom(before: DeviceRecord, { proved }: DeviceRecord): Pick<DeviceRecord, 'id' | 'createdAt' | 'proved'> {
  return { id: before.id, createdAt: before.createdAt, proved: provedWith(before, proved) };
}
