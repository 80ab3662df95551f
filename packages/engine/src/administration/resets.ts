import { instant } from '@sallyport/core';
import { changeAccount } from '../account/change-account.ts';
import { withAdministratorsGuard } from '../account/last-administrator.ts';
import type { Administration, LiveSession, Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { isRefusal } from '../api/refusal.ts';
import { enrollmentCodeText } from '../factors/enrollment-code.ts';
import { passkeyBinding } from '../factors/passkey.ts';
import { afterTwoStepReset, withoutPasskey, withoutPasskeys } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { writtenCode } from '../secrets/codes.ts';
import type { AccountRecord } from '../store/records.ts';
import { adminView } from './admin-view.ts';
import { authorityFor } from './authority.ts';
import { accountId, adminEvent } from './people.ts';

/** Resets, revocations and vouching. Each is one event, ends the sessions that rested on what went, and is told to the owner. */
export function resets(
  kernel: Kernel,
): Pick<Administration, 'resetTwoStep' | 'resetPasskeys' | 'revokePasskey' | 'vouch'> {
  return {
    resetTwoStep: (actor, id) => vouching(kernel, actor, id, afterTwoStepReset, 'two-step.reset'),
    vouch: (actor, id) => vouching(kernel, actor, id, (account) => account, 'enrollment.vouched'),
    async resetPasskeys(actor, id) {
      const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
        const next = { ...withoutPasskeys(account), epoch: account.epoch + 1 };
        const alsoCommit = await allowed(kernel, actor, account, next);
        return isRefusal(alsoCommit)
          ? alsoCommit
          : {
              next,
              alsoCommit: {
                ...alsoCommit,
                endSessions: { accountId: account.id },
                forgetDevices: { accountId: account.id },
                events: [adminEvent(kernel, actor, account, 'passkeys.reset', { count: account.passkeys.length })],
              },
            };
      });
      return isRefusal(changed) ? changed : adminView(kernel, changed);
    },
    async revokePasskey(actor, id, passkeyId) {
      const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
        if (!account.passkeys.some((passkey) => passkey.id === passkeyId)) return { refused: 'not-found' };
        const next = withoutPasskey(account, passkeyId);
        const alsoCommit = await allowed(kernel, actor, account, next);
        return isRefusal(alsoCommit)
          ? alsoCommit
          : {
              next,
              alsoCommit: {
                ...alsoCommit,
                endSessions: { accountId: account.id, restingOn: [passkeyBinding(passkeyId)] },
                events: [adminEvent(kernel, actor, account, 'passkey.revoked', { passkey: passkeyId })],
              },
            };
      });
      return isRefusal(changed) ? changed : adminView(kernel, changed);
    },
  };
}

async function allowed(
  kernel: Kernel,
  actor: LiveSession,
  account: AccountRecord,
  next: AccountRecord,
): Promise<Awaited<ReturnType<typeof withAdministratorsGuard>>> {
  const authority = await authorityFor(kernel, actor, { over: account });
  if (isRefusal(authority)) return authority;
  const guarded = await withAdministratorsGuard(kernel, account, next, actor.accountId);
  return isRefusal(guarded) ? guarded : { ...guarded, guards: { ...guarded.guards, ...authority } };
}

/** Issues a one-time enrollment code with a change of the account. A new code voids the last. */
async function vouching(
  kernel: Kernel,
  actor: LiveSession,
  id: string,
  change: (account: AccountRecord) => AccountRecord,
  type: 'two-step.reset' | 'enrollment.vouched',
): Promise<{ enrollmentCode: string; expiresAt: ReturnType<typeof instant> } | Refusal> {
  const code = writtenCode(kernel.random);
  const expiresAt = instant(kernel.now() + LIFETIMES.enrollmentCode);
  const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
    const hash = kernel.ring.hash('code', enrollmentCodeText(account, code));
    const next = { ...change(account), enrollmentCode: { hash, expiresAt, by: actor.accountId } };
    const alsoCommit = await allowed(kernel, actor, account, next);
    if (isRefusal(alsoCommit)) return alsoCommit;
    const all = { accountId: account.id };
    const ended = type === 'two-step.reset' ? { endSessions: all, forgetDevices: all } : {};
    return { next, alsoCommit: { ...alsoCommit, ...ended, events: [adminEvent(kernel, actor, account, type)] } };
  });
  return isRefusal(changed) ? changed : { enrollmentCode: code, expiresAt };
}
