import { type AccountId, DEVICES_PER_ACCOUNT, type DeviceRecord, type ForgetDevices } from '@sallyport/store';

/** The devices that an account knows. One device may be known to several accounts. */
export class DeviceTable {
  /** The last seen first. */
  readonly #ofAccount = new Map<AccountId, readonly DeviceRecord[]>();

  of(accountId: AccountId): readonly DeviceRecord[] {
    return this.#ofAccount.get(accountId) ?? [];
  }

  knows(accountId: AccountId, tokenHash: string, epoch: number): boolean {
    return this.of(accountId).some((device) => device.tokenHash === tokenHash && device.epoch === epoch);
  }

  /** Adds a device, or moves on one that is there. Answers those that had to go for it. */
  put(device: DeviceRecord): readonly DeviceRecord[] {
    const devices = this.of(device.accountId);
    const before = devices.find(({ tokenHash }) => tokenHash === device.tokenHash);
    const written = before === undefined ? device : { ...device, id: before.id, createdAt: before.createdAt };
    const lastSeenFirst = [Object.freeze(written), ...devices.filter((one) => one !== before)].sort(
      (a, b) => b.lastSeenAt - a.lastSeenAt,
    );
    // The one that was just written stays, whatever the clock of another process says of the others.
    const kept = [...lastSeenFirst.filter((one) => one !== written).slice(0, DEVICES_PER_ACCOUNT - 1), written];
    this.#ofAccount.set(
      device.accountId,
      lastSeenFirst.filter((one) => kept.includes(one)),
    );
    return lastSeenFirst.filter((one) => !kept.includes(one));
  }

  /** Oldest first, so that putting them one after the other makes the same table. */
  all(): readonly DeviceRecord[] {
    return [...this.#ofAccount.values()].flatMap((devices) => [...devices].reverse());
  }

  /** Forgets devices, but for the one of this token. Answers those that went. */
  forget({ accountId, only }: ForgetDevices, except?: string): readonly DeviceRecord[] {
    const devices = this.of(accountId);
    const gone = devices.filter(({ id, tokenHash }) => tokenHash !== except && (only === undefined || id === only));
    this.#ofAccount.set(
      accountId,
      devices.filter((one) => !gone.includes(one)),
    );
    return gone;
  }
}
