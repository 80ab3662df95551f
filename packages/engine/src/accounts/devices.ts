import type { AccountRecord, DeviceRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { checkedRecords } from '../acts/checked-session.ts';
import { owner } from '../acts/doer.ts';
import type { Caller, DeviceView, LiveSession, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { event } from '../records/events.ts';

/** The devices that have a separate budget of guesses, the last seen first. */
export async function devices(kernel: Kernel, caller: Caller, session: LiveSession): Promise<readonly DeviceView[]> {
  const atHand = tokenHash(caller.deviceToken);
  const known = await knownDevices(kernel, checkedRecords(session).account);
  return known.map(({ id, tokenHash: hash, createdAt, lastSeenAt, userAgent }) => ({
    id,
    current: hash === atHand,
    createdAt,
    lastSeenAt,
    userAgent,
  }));
}

/** Forgets a device: from then on, the device is treated like a stranger's. The device's sessions stay. */
export async function forgetDevice(kernel: Kernel, session: LiveSession, id: string): Promise<Refusal | undefined> {
  const { accountId } = session;
  const forgotten = await carryOut(kernel, owner(session), accountId, async ({ account, now }) => {
    if (!(await knownDevices(kernel, account)).some((device) => device.id === id)) return { refused: 'not-found' };
    const detail = { device: id };
    return {
      act: { type: 'forget-device' },
      // The next version of the account: a concurrent change that keeps a device reads the devices again.
      next: account,
      also: {
        forgetDevices: { accountId, only: id },
        events: [event(kernel, account.tenant, now, 'device.forgotten', { owner: account, actor: accountId, detail })],
      },
    };
  });
  return isRefusal(forgotten) ? forgotten : undefined;
}

/** Leaves out the devices of earlier epochs, which are already forgotten. */
async function knownDevices(kernel: Kernel, { tenant, id, epoch }: AccountRecord): Promise<readonly DeviceRecord[]> {
  return (await kernel.store.listDevices(tenant, id)).filter((device) => device.epoch === epoch);
}
