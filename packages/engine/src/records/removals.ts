import type { AccountRecord } from '../store/records.ts';
import { hasStrongFactor } from './facts.ts';

/** The account without its authenticator app. Backup codes live with a second factor, and go with the last one. */
export function withoutTotp(account: AccountRecord): AccountRecord {
  const { totp: _, pendingTotp: __, ...rest } = account;
  return withoutOrphanedCodes(rest);
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

/** "Reset two-step verification" (W12): the app and the backup codes go, passkeys stay; sessions end. */
export function afterTwoStepReset(account: AccountRecord): AccountRecord {
  const { totp: _, pendingTotp: __, backupCodes: ___, ...rest } = account;
  return { ...rest, epoch: account.epoch + 1 };
}

export function withBlock(account: AccountRecord, block: NonNullable<AccountRecord['block']>): AccountRecord {
  return { ...account, block, epoch: account.epoch + 1 };
}

export function withoutBlock(account: AccountRecord): AccountRecord {
  const { block: _, ...rest } = account;
  return rest;
}

function withoutOrphanedCodes(account: AccountRecord): AccountRecord {
  if (hasStrongFactor(account)) return account;
  const { backupCodes: _, ...rest } = account;
  return rest;
}
