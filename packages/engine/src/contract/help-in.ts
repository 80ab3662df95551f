import type { Instant } from '@sallyport/core';

/** A one-time code that opens the set-up of a strong factor. Shown once. */
export interface EnrollmentCode {
  /** 80 random bits in four groups of four letters and digits. The store has only its hash. A newer code voids this code. */
  readonly enrollmentCode: string;
  /** 24 hours after the code was made, in epoch milliseconds. An hour for the code of a bootstrap. */
  readonly expiresAt: Instant;
}

/** What a person lost. `app`: the telephone, with the authenticator app, the backup codes and the numbers for the host's codes. `mailbox` takes a password that was set by mail. */
export type LostFactor = 'app' | 'passkey' | 'mailbox' | 'password';

/** What a person lost, for {@link People.helpIn}. */
export interface HelpIn {
  /** At least one. A factor that the account does not have is no fault. */
  readonly lost: readonly LostFactor[];
  /** The ids of the lost passkeys. Only if `lost` names `passkey`. Default: all. */
  readonly passkeys?: readonly string[] | undefined;
  /** The new mail address, taken as verified. Only if `lost` names `mailbox`. Default: the account has no address afterwards. */
  readonly email?: string | undefined;
  /** Judges and answers only: nothing changes, and the answer has no code. Default: false. */
  readonly preview?: boolean | undefined;
}

/** A thing of an account that a help-in ends or keeps. */
export interface HelpInItem {
  /** `totp`, `backup-codes`, `passkey`, `password`, `email`, a code of the host's such as `sms-code`, `sessions` or `devices`. */
  readonly kind: string;
  /** The id of a passkey. */
  readonly id?: string | undefined;
  /** The name of a passkey, the mail address, or the masked number of a code. */
  readonly name?: string | undefined;
}

/** The answer of a help-in. The code is shown once, and absent in a preview. */
export interface HelpedIn extends Partial<EnrollmentCode> {
  /** Everything that ends. `sessions` and `devices` stand for all of them, and are absent if the account has none. */
  readonly ends: readonly HelpInItem[];
  /** Everything that stays. A help-in unlinks no identity: `externalIds` of the account has those. */
  readonly keeps: readonly HelpInItem[];
}
