import { type Instant, instant } from '@sallyport/core';
import type { AccountId, AccountRecord } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { enrollmentCodeText } from '../factors/enrollment-code.ts';
import { passkeyBinding } from '../factors/passkey.ts';
import { signedOut } from '../factors/pending.ts';
import { afterTwoStepReset, withoutPasskey, withoutPasskeys, withoutUsedCode } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { writtenCode } from '../kernel/secrets/codes.ts';
import { adminEvent } from '../state/actors.ts';

export interface Vouched {
  readonly enrollmentCode: string;
  readonly expiresAt: Instant;
}

export function resetTwoStep(kernel: Kernel, by: Doer, id: AccountId): Promise<Vouched | Refusal> {
  return vouching(kernel, by, id, afterTwoStepReset, 'two-step.reset');
}

export function vouch(kernel: Kernel, by: Doer, id: AccountId): Promise<Vouched | Refusal> {
  return vouching(kernel, by, id, (account) => account, 'enrollment.vouched');
}

export function resetPasskeys(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, ({ account }) => ({
    act: { type: 'reset-passkeys' },
    next: signedOut(withoutUsedCode(withoutPasskeys(account))),
    also: {
      endSessions: { accountId: id },
      forgetDevices: { accountId: id },
      events: [adminEvent(kernel, by, account, 'passkeys.reset', { count: account.passkeys.length })],
    },
  }));
}

export function revokePasskey(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  passkeyId: string,
): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, async ({ account, refuses }) => {
    const act = { type: 'revoke-passkey' } as const;
    // An actor without the right does not learn which passkeys the account has.
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    if (!account.passkeys.some((passkey) => passkey.id === passkeyId)) return { refused: 'not-found' };
    return {
      act,
      next: withoutPasskey(account, passkeyId),
      also: {
        endSessions: { accountId: id, provedBy: [passkeyBinding(passkeyId)] },
        events: [adminEvent(kernel, by, account, 'passkey.revoked', { passkey: passkeyId })],
      },
    };
  });
}

async function vouching(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  change: (account: AccountRecord) => AccountRecord,
  type: 'two-step.reset' | 'enrollment.vouched',
): Promise<Vouched | Refusal> {
  const code = writtenCode(kernel.random);
  const expiresAt = instant(kernel.now() + LIFETIMES.enrollmentCode);
  const changed = await performAct(kernel, by, id, ({ account, setUpBy }) => {
    const hash = kernel.ring.hash('code', enrollmentCodeText(account, code));
    const next = {
      ...change(account),
      enrollmentCode: { hash, expiresAt, by: by.accountId ?? 'host', key: kernel.ring.ids()[0], setUpBy },
    } as const;
    const all = type === 'two-step.reset' ? { accountId: id } : undefined;
    const events = [adminEvent(kernel, by, account, type)];
    const act = { type: type === 'two-step.reset' ? 'reset-two-step' : 'vouch' } as const;
    return { act, next, also: { endSessions: all, forgetDevices: all, events } };
  });
  return isRefusal(changed) ? changed : { enrollmentCode: code, expiresAt };
}
