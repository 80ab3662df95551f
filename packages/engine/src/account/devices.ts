import type { Caller, DeviceView, LiveSession, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { event } from '../records/events.ts';
import { tokenHash } from '../secrets/token.ts';
import { checkedRecords } from '../sessions/checked-session.ts';
import type { AccountRecord, DeviceRecord } from '../store/records.ts';

/** The devices that have a budget of guesses of their own, the last seen first. */
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

/** Forgets a device: from then on it is a stranger's. Its sessions go on. */
export async function forgetDevice(kernel: Kernel, session: LiveSession, id: string): Promise<Refusal | undefined> {
  const { tenant, accountId } = checkedRecords(session).record;
  let judged: number | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, accountId);
    // If the account is as it was when the commit was refused, it is the session that is over.
    if (account === undefined || account.version === judged) return { refused: 'no-session' };
    if (!(await knownDevices(kernel, account)).some((device) => device.id === id)) return { refused: 'not-found' };
    const now = kernel.now();
    const result = await kernel.commit({
      tenant,
      now,
      guards: { actor: { accountId, version: account.version, sessionId: session.id } },
      forgetDevices: { accountId, only: id },
      events: [
        event(kernel, tenant, now, 'device.forgotten', { owner: account, actor: accountId, detail: { device: id } }),
      ],
    });
    if (result.outcome === 'committed') return undefined;
    judged = account.version;
  }
  return { refused: 'store-unavailable' };
}

/** Those of an earlier epoch are forgotten already. */
async function knownDevices(kernel: Kernel, { tenant, id, epoch }: AccountRecord): Promise<readonly DeviceRecord[]> {
  return (await kernel.store.listDevices(tenant, id)).filter((device) => device.epoch === epoch);
}
