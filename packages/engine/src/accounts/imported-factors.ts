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
 * Returns a new account with the factors of another system. A passkey keeps the user handle of its registration, and the account keeps its own random
 * handle: the former system may have given one handle to accounts of several tenants, or still be in use. An authenticator replaces a passkey of the same
 * handle (WebAuthn L3 §6.3.2), and a passkey manager deletes the passkeys of a handle that the list for the handle lacks (§5.1.10).
 */
export function withImportedFactors(
  kernel: Pick<Kernel, 'ring' | 'random'>,
  account: AccountRecord,
  { passwordHash, totp, passkeys, backupCodes }: ImportedFactors,
  now: Instant,
): AccountRecord {
  return {
    ...account,
    password:
      passwordHash === undefined
        ? undefined
        : { id: newId(kernel.random), hash: passwordHash, provenance: 'independent', changedAt: now },
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
