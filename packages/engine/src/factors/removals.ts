import type { AccountRecord } from '@sallyport/store';
import type { Removal } from './factor.ts';
import { hasStrongFactor } from './facts.ts';
import { FACTORS, factorOf } from './index.ts';
import { signedOut, withoutPendingEmail, withoutRecovery } from './pending.ts';

export function removalOf(account: AccountRecord, method: string): Removal | undefined {
  const removal = factorOf(method)?.removal?.(account, method);
  return removal && { ...removal, next: afterRemoval(removal.next) };
}

export function withoutPasskey(account: AccountRecord, id: string): AccountRecord {
  return afterRemoval({ ...account, passkeys: account.passkeys.filter((passkey) => passkey.id !== id) });
}

export function withoutPasskeys(account: AccountRecord): AccountRecord {
  return afterRemoval({ ...account, passkeys: [] });
}

/** "Reset two-step verification" (W12). */
export function afterTwoStepReset(account: AccountRecord): AccountRecord {
  return signedOut(FACTORS.reduce((rest, factor) => factor.afterTwoStepReset?.(rest) ?? rest, account));
}

export function hasTwoStep(account: AccountRecord): boolean {
  return FACTORS.some(
    ({ afterTwoStepReset, removal, held }) =>
      afterTwoStepReset !== undefined && removal !== undefined && held(account).length > 0,
  );
}

/** An attacker may know an enrollment code from before the block. */
export function withBlock(account: AccountRecord, block: NonNullable<AccountRecord['block']>): AccountRecord {
  const { enrollmentCode: _, ...rest } = account;
  return { ...rest, block, epoch: account.epoch + 1 };
}

/** An attacker may have a recovery link from before the block. */
export function withoutBlock(account: AccountRecord): AccountRecord {
  const { block: _, ...rest } = withoutRecovery(account);
  return rest;
}

/** A recovery may have asked for the removed factor beside its link. */
export function afterRemoval(account: AccountRecord): AccountRecord {
  const { backupCodes, ...rest } = withoutRecovery(withoutPendingEmail(account));
  return hasStrongFactor(account) ? { ...rest, backupCodes } : rest;
}

export function afterSetUp(account: AccountRecord): AccountRecord {
  return account.enrollmentCode?.mailed === true ? account : withoutUsedCode(account);
}

export function withoutUsedCode(account: AccountRecord): AccountRecord {
  if (account.enrollmentCode?.usedIn === undefined) return account;
  const { enrollmentCode: _, ...rest } = account;
  return rest;
}
