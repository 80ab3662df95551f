import type { AccountRecord } from '@sallyport/store';
import type { Removal } from './factor.ts';
import { hasStrongFactor } from './facts.ts';
import { FACTORS, factorOf } from './index.ts';
import { signedOut, withoutPendingEmail, withoutRecovery } from './pending.ts';

/** Returns the account without a factor, by method. Returns `undefined` if the account has no such factor. */
export function removalOf(account: AccountRecord, method: string): Removal | undefined {
  const removal = factorOf(method)?.removal?.(account, method);
  return removal && { ...removal, next: afterRemoval(removal.next) };
}

/** The account without one passkey. */
export function withoutPasskey(account: AccountRecord, id: string): AccountRecord {
  return afterRemoval({ ...account, passkeys: account.passkeys.filter((passkey) => passkey.id !== id) });
}

export function withoutPasskeys(account: AccountRecord): AccountRecord {
  return afterRemoval({ ...account, passkeys: [] });
}

/** "Reset two-step verification" (W12): removes second factors, keeps passkeys, and ends sessions. */
export function afterTwoStepReset(account: AccountRecord): AccountRecord {
  return signedOut(FACTORS.reduce((rest, factor) => factor.afterTwoStepReset?.(rest) ?? rest, account));
}

/** Returns whether the account has a second factor that such a reset takes: an app, a number for codes. Codes that stand in for a factor do not count. */
export function hasTwoStep(account: AccountRecord): boolean {
  return FACTORS.some(
    ({ afterTwoStepReset, removal, held }) =>
      afterTwoStepReset !== undefined && removal !== undefined && held(account).length > 0,
  );
}

/** Blocks the account. An enrollment code from before the block is void, because an attacker may know the code. */
export function withBlock(account: AccountRecord, block: NonNullable<AccountRecord['block']>): AccountRecord {
  const { enrollmentCode: _, ...rest } = account;
  return { ...rest, block, epoch: account.epoch + 1 };
}

/** Ends a block. A recovery link from before the block is void, because an attacker may have the link. */
export function withoutBlock(account: AccountRecord): AccountRecord {
  const { block: _, ...rest } = withoutRecovery(account);
  return rest;
}

/**
 * The account after the removal of a factor. A pending change of address is void, and so is a recovery link, because the account may have asked for the factor beside the link.
 * Backup codes go with the last strong factor.
 */
export function afterRemoval(account: AccountRecord): AccountRecord {
  const { backupCodes, ...rest } = withoutRecovery(withoutPendingEmail(account));
  return hasStrongFactor(account) ? { ...rest, backupCodes } : rest;
}

/**
 * The account without the enrollment code that opened a set-up: a code opens one set-up. The link of an invitation stays until the first session, because
 * the first sign-in may ask for a further set-up.
 */
export function afterSetUp(account: AccountRecord): AccountRecord {
  return account.enrollmentCode?.mailed === true ? account : withoutUsedCode(account);
}

/** Removes a used enrollment code, with a session of the code's flow and with a reset of passkeys. */
export function withoutUsedCode(account: AccountRecord): AccountRecord {
  if (account.enrollmentCode?.usedIn === undefined) return account;
  const { enrollmentCode: _, ...rest } = account;
  return rest;
}
