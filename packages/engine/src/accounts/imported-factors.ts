import type { Instant } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord, PasswordRecord } from '@sallyport/store';
import { importedBackupCodes } from '../factors/backup-code.ts';
import { importedTotp, type TotpParameters } from '../factors/totp.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';

export type ImportedPasskey = Omit<
  PasskeyRecord,
  'createdAt' | 'lastUsedAt' | 'attested' | 'setUpBy' | 'userHandle' | 'userHandleUnknown'
> & {
  readonly userHandle: string | undefined;
};

/** `unmatched`: nobody knows the password, and the owner sets another by the mailbox. */
export type ImportedPassword = Pick<PasswordRecord, 'hash' | 'unmatched'>;

export interface ImportedFactors {
  readonly password?: ImportedPassword | undefined;
  readonly totp?: (TotpParameters & { readonly secret: string }) | undefined;
  readonly passkeys: readonly ImportedPasskey[];
  readonly backupCodes: readonly string[];
}

/**
 * The former system may still use its handle: an authenticator replaces a passkey of the same handle (WebAuthn L3 §6.3.2), and a passkey
 * manager deletes what a handle's list lacks (§5.1.10).
 */
export function withImportedFactors(
  kernel: Pick<Kernel, 'ring' | 'random'>,
  account: AccountRecord,
  { password, totp, passkeys, backupCodes }: ImportedFactors,
  now: Instant,
): AccountRecord {
  return {
    ...account,
    password: password && {
      ...password,
      id: newId(kernel.random),
      provenance: password.unmatched === true ? 'mailbox' : 'independent',
      changedAt: now,
    },
    totp: totp && importedTotp(kernel, account, totp, now),
    passkeys: passkeys.map(({ userHandle, ...passkey }) => ({
      ...passkey,
      createdAt: now,
      attested: false,
      ...(userHandle === undefined ? { userHandleUnknown: true } : { userHandle }),
    })),
    backupCodes: backupCodes.length === 0 ? undefined : importedBackupCodes(kernel, account, backupCodes, now),
  };
}
