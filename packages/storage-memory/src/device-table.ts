import type { AccountId, DeviceRecord } from '@sallyport/engine';

const DEVICES_PER_ACCOUNT = 10;

/** The devices that an account knows. One device may be known to several accounts. */
export class DeviceTable {
  readonly #ofAccount = new Map<AccountId, ReadonlyMap<string, DeviceRecord>>();

  knows(accountId: AccountId, tokenHash: string): boolean {
    return this.#ofAccount.get(accountId)?.has(tokenHash) ?? false;
  }

  /** Adds a device. Answers those that had to go for it. */
  add(device: DeviceRecord): readonly DeviceRecord[] {
    const others = [...(this.#ofAccount.get(device.accountId)?.values() ?? [])].filter(
      ({ tokenHash }) => tokenHash !== device.tokenHash,
    );
    const newestFirst = [device, ...others.sort((a, b) => b.createdAt - a.createdAt)];
    const kept = newestFirst.slice(0, DEVICES_PER_ACCOUNT);
    this.#ofAccount.set(device.accountId, new Map(kept.map((one) => [one.tokenHash, one])));
    return newestFirst.slice(DEVICES_PER_ACCOUNT);
  }

  /** Oldest first, so that adding them one after the other makes the same table. */
  all(): readonly DeviceRecord[] {
    return [...this.#ofAccount.values()].flatMap((devices) => [...devices.values()].reverse());
  }

  forget(accountId: AccountId): void {
    this.#ofAccount.delete(accountId);
  }
}
