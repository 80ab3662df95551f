import type { AccountId, AccountRecord, DeviceRecord } from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Caller, DeviceView, LiveSession, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nameOf } from '../state/actors.ts';
import { ownDevice } from '../state/device-tokens.ts';
import { event } from '../state/events.ts';

export async function devices(kernel: Kernel, caller: Caller, session: LiveSession): Promise<readonly DeviceView[]> {
  const { account } = checkedRecords(session);
  const known = await knownDevices(kernel, account);
  const own = ownDevice(caller, known, account.epoch);
  return known.map((device) => ({ ...deviceView(device), current: device === own }));
}

export async function devicesOf(
  kernel: Kernel,
  account: AccountRecord,
): Promise<readonly Omit<DeviceView, 'current'>[]> {
  return (await knownDevices(kernel, account)).map(deviceView);
}

export function deviceView({ id, createdAt, lastSeenAt, userAgent }: DeviceRecord): Omit<DeviceView, 'current'> {
  return { id, createdAt, lastSeenAt, userAgent };
}

export async function forgetDevice(
  kernel: Kernel,
  by: Doer,
  accountId: AccountId,
  id: string,
): Promise<Refusal | undefined> {
  const forgotten = await performAct(kernel, by, accountId, async ({ account, now, refuses }) => {
    const refused = await refuses({ type: 'forget-device' });
    if (refused !== undefined) return refused;
    if (!(await knownDevices(kernel, account)).some((device) => device.id === id)) return { refused: 'not-found' };
    const detail = { device: id };
    return {
      act: { type: 'forget-device' },
      // A concurrent change that keeps a device reads the devices again.
      next: account,
      also: {
        forgetDevices: { accountId, only: id },
        events: [event(kernel, account.tenant, now, 'device.forgotten', { owner: account, actor: nameOf(by), detail })],
      },
    };
  });
  return isRefusal(forgotten) ? forgotten : undefined;
}

async function knownDevices(kernel: Kernel, { tenant, id, epoch }: AccountRecord): Promise<readonly DeviceRecord[]> {
  return (await kernel.store.listDevices(tenant, id)).filter((device) => device.epoch === epoch);
}
