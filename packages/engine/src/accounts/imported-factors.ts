import type { Instant } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord } from '@sallyport/store';
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

export interface ImportedFactors {
  readonly passwordHash?: string | undefined;
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
