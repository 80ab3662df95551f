import type { Instant } from '@sallyport/core';
import { system } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Caller, Disowned, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { deviceBinding, isDeviceBinding } from '../factors/binding.ts';
import { withoutPendingEmail } from '../factors/pending.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { readDisownLink } from '../kernel/secrets/disown-link.ts';
import { event } from '../state/events.ts';

/** The reader of the mailbox gets no right by the link: the act only ends something (X28). */
export async function disown(kernel: Kernel, caller: Caller, token: string): Promise<Disowned | Refusal> {
  const { tenant, ip } = caller;
  const link = readDisownLink(kernel.ring, tenant, token, kernel.now());
  if (link === undefined) return { refused: 'invalid-credentials' };
  const { accountId, session, signedInAt, expiresAt, singleUse } = link;
  let ended = 0;
  const done = await performAct(kernel, system(tenant), accountId, async ({ account, now }) => {
    if (!link.wentTo(account.email?.address)) return { refused: 'invalid-credentials' };
    const [live, devices] = await Promise.all([
      kernel.store.listSessions(tenant, accountId, now),
      kernel.store.listDevices(tenant, accountId),
    ]);
    const device = devices.find(({ id }) => id === link.device);
    const opened = live.find(({ id }) => id === session);
    const binding = opened?.bindings.find(isDeviceBinding) ?? (device && deviceBinding(device.tokenHash));
    // Somebody else can have the device forgotten, and stay signed in. Without a trace of the device, every session ends.
    const those = binding === undefined ? live : live.filter(({ bindings }) => bindings.includes(binding));
    const present = binding === undefined ? { ...account, epoch: account.epoch + 1 } : account;
    ended = those.filter(({ epoch }) => epoch === account.epoch).length;
    return {
      act: { type: 'end-sessions' },
      next: {
        ...withoutPendingEmail(present),
        disowned: { at: now, signedInAt: latest(signedInAt, account.disowned?.signedInAt) },
      },
      also: {
        uses: [{ key: singleUse, expiresAt }],
        endSessions: binding === undefined ? { accountId } : { accountId, provedBy: [binding] },
        ...(device && { forgetDevices: { accountId, only: device.id } }),
        events: [
          event(kernel, tenant, now, 'sign-in.disowned', {
            owner: account,
            ip,
            detail: { session, device: device?.id },
          }),
        ],
      },
    };
  });
  if (isRefusal(done)) {
    kernel.taken?.();
    return done.refused === 'not-found' ? { refused: 'invalid-credentials' } : done;
  }
  return { ended };
}

/** By the link of an earlier sign-in, a reader of the mailbox could undo the owner's demand. */
function latest(signedInAt: Instant, before: Instant = signedInAt): Instant {
  return before > signedInAt ? before : signedInAt;
}
