import { type Instant, instant } from '@sallyport/core';
import { type AlsoCommit, changeAccount } from '../account/change-account.ts';
import { withAdministratorsGuard } from '../account/last-administrator.ts';
import type { Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { isRefusal } from '../api/refusal.ts';
import { enrollmentCodeText } from '../factors/enrollment-code.ts';
import { passkeyBinding } from '../factors/passkey.ts';
import { afterTwoStepReset, withoutPasskey, withoutPasskeys } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../records/actors.ts';
import { writtenCode } from '../secrets/codes.ts';
import type { AccountId, AccountRecord } from '../store/records.ts';
import type { Actor } from './actor.ts';

// Resets, revocations and vouching. Each is one event, ends the sessions that rested on what went, and is told to the owner.

/** An enrollment code, shown to whoever vouches, once. */
export interface Vouched {
  readonly enrollmentCode: string;
  readonly expiresAt: Instant;
}

export function resetTwoStep(kernel: Kernel, by: Actor, id: AccountId): Promise<Vouched | Refusal> {
  return vouching(kernel, by, id, afterTwoStepReset, 'two-step.reset');
}

export function vouch(kernel: Kernel, by: Actor, id: AccountId): Promise<Vouched | Refusal> {
  return vouching(kernel, by, id, (account) => account, 'enrollment.vouched');
}

export function resetPasskeys(kernel: Kernel, by: Actor, id: AccountId): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, by.tenant, id, async (account) => {
    const next = { ...withoutPasskeys(account), epoch: account.epoch + 1 };
    const alsoCommit = await allowed(kernel, by, account, next);
    return isRefusal(alsoCommit)
      ? alsoCommit
      : {
          next,
          alsoCommit: {
            ...alsoCommit,
            endSessions: { accountId: account.id },
            forgetDevices: { accountId: account.id },
            events: [adminEvent(kernel, by, account, 'passkeys.reset', { count: account.passkeys.length })],
          },
        };
  });
}

export function revokePasskey(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  passkeyId: string,
): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, by.tenant, id, async (account) => {
    if (!account.passkeys.some((passkey) => passkey.id === passkeyId)) return { refused: 'not-found' };
    const next = withoutPasskey(account, passkeyId);
    const alsoCommit = await allowed(kernel, by, account, next);
    return isRefusal(alsoCommit)
      ? alsoCommit
      : {
          next,
          alsoCommit: {
            ...alsoCommit,
            endSessions: { accountId: account.id, restingOn: [passkeyBinding(passkeyId)] },
            events: [adminEvent(kernel, by, account, 'passkey.revoked', { passkey: passkeyId })],
          },
        };
  });
}

/** What guards a change of an account by whoever may make it, and leaves an administrator. */
export async function allowed(
  kernel: Kernel,
  by: Actor,
  account: AccountRecord,
  next: AccountRecord,
): Promise<(AlsoCommit & Pick<Required<AlsoCommit>, 'guards'>) | Refusal> {
  const authority = await by.may({ over: account });
  if (isRefusal(authority)) return authority;
  const guarded = await withAdministratorsGuard(kernel, account, next, by.accountId);
  return isRefusal(guarded) ? guarded : { ...guarded, guards: { ...guarded.guards, ...authority } };
}

/** Issues a one-time enrollment code with a change of the account. A new code voids the last. */
async function vouching(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  change: (account: AccountRecord) => AccountRecord,
  type: 'two-step.reset' | 'enrollment.vouched',
): Promise<Vouched | Refusal> {
  const code = writtenCode(kernel.random);
  const expiresAt = instant(kernel.now() + LIFETIMES.enrollmentCode);
  const changed = await changeAccount(kernel, by.tenant, id, async (account) => {
    const hash = kernel.ring.hash('code', enrollmentCodeText(account, code));
    const next = { ...change(account), enrollmentCode: { hash, expiresAt, by: by.accountId ?? 'host' } } as const;
    const alsoCommit = await allowed(kernel, by, account, next);
    if (isRefusal(alsoCommit)) return alsoCommit;
    const all = { accountId: account.id };
    const ended = type === 'two-step.reset' ? { endSessions: all, forgetDevices: all } : {};
    return { next, alsoCommit: { ...alsoCommit, ...ended, events: [adminEvent(kernel, by, account, type)] } };
  });
  return isRefusal(changed) ? changed : { enrollmentCode: code, expiresAt };
}
