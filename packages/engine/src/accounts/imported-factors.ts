import type { Instant } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord } from '@sallyport/store';
import { importedBackupCodes } from '../factors/backup-code.ts';
import { importedTotp, type TotpParameters } from '../factors/totp.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';

/** A passkey of another system, in the form of the record. */
export type ImportedPasskey = Omit<
  PasskeyRecord,
  'createdAt' | 'lastUsedAt' | 'attested' | 'setUpBy' | 'userHandle' | 'userHandleUnknown'
> & {
  /** Absent: unknown. */
  readonly userHandle: string | undefined;
};

/** The factors that a new account brings from another system. Host code vouches for them. */
export interface ImportedFactors {
  /** A hash that `kernel.passwords` verifies. */
  readonly passwordHash?: string | undefined;
  readonly totp?: (TotpParameters & { readonly secret: string }) | undefined;
  readonly passkeys: readonly ImportedPasskey[];
  readonly backupCodes: readonly string[];
}

/**
 * Returns a new account with the factors of another system. The account takes the first known user handle of its passkeys, so that the passkeys
 * that the person registers later belong to the same user at the authenticator (WebAuthn L3 §5.4.3).
 */
export function withImportedFactors(
  kernel: Pick<Kernel, 'ring' | 'random'>,
  account: AccountRecord,
  { passwordHash, totp, passkeys, backupCodes }: ImportedFactors,
  now: Instant,
): AccountRecord {
  const userHandle = passkeys.find((passkey) => passkey.userHandle !== undefined)?.userHandle ?? account.userHandle;
  return {
    ...account,
    userHandle,
    password:
      passwordHash === undefined
        ? undefined
        : { id: newId(kernel.random), hash: passwordHash, provenance: 'independent', changedAt: now },
    totp: totp && importedTotp(kernel, account, totp, now),
    passkeys: passkeys.map(({ userHandle: own, ...passkey }) => ({
      ...passkey,
      createdAt: now,
      attested: false,
      ...(own === undefined ? { userHandleUnknown: true } : { userHandle: own === userHandle ? undefined : own }),
    })),
    backupCodes: backupCodes.length === 0 ? undefined : importedBackupCodes(kernel, account, backupCodes, now),
  };
}
