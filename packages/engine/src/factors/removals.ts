import type { AccountRecord } from '@sallyport/store';
import type { Removal } from './factor.ts';
import { hasStrongFactor } from './facts.ts';
import { FACTORS, factorOf } from './index.ts';

/** What taking a factor away by its method comes to; `undefined` if the account has none. */
export function removalOf(account: AccountRecord, method: string): Removal | undefined {
  const removal = factorOf(method)?.removal?.(account, method);
  return removal && { ...removal, next: withoutOrphanedCodes(removal.next) };
}

/** The account without one passkey. */
export function withoutPasskey(account: AccountRecord, id: string): AccountRecord {
  return withoutOrphanedCodes({ ...account, passkeys: account.passkeys.filter((passkey) => passkey.id !== id) });
}

export function withoutPasskeys(account: AccountRecord): AccountRecord {
  return withoutOrphanedCodes({ ...account, passkeys: [] });
}

/** A link that is on its way to a mailbox is void once the password or the mailbox is another. */
export function withoutRecovery(account: AccountRecord): AccountRecord {
  const { recovery: _, ...rest } = account;
  return rest;
}

/** "Reset two-step verification" (W12): second factors go, passkeys stay; sessions end. */
export function afterTwoStepReset(account: AccountRecord): AccountRecord {
  const reset = FACTORS.reduce((rest, factor) => factor.afterTwoStepReset?.(rest) ?? rest, account);
  return { ...reset, epoch: account.epoch + 1 };
}

export function withBlock(account: AccountRecord, block: NonNullable<AccountRecord['block']>): AccountRecord {
  return { ...withoutUsedCode(account), block, epoch: account.epoch + 1 };
}

export function withoutBlock(account: AccountRecord): AccountRecord {
  const { block: _, ...rest } = account;
  return rest;
}

/** Backup codes live with a strong factor, and go with the last one. */
export function withoutOrphanedCodes(account: AccountRecord): AccountRecord {
  if (hasStrongFactor(account)) return account;
  const { backupCodes: _, ...rest } = account;
  return rest;
}

/** An enrollment code that was shown opens one set-up: it goes with that set-up, with a block, and with a reset of passkeys. */
export function withoutUsedCode(account: AccountRecord): AccountRecord {
  if (account.enrollmentCode?.usedIn === undefined) return account;
  const { enrollmentCode: _, ...rest } = account;
  return rest;
}
