import type { FirstSignIn, Instant } from '@sallyport/core';
import type { EventRecord } from './event-record.ts';
import type {
  BackupCodesRecord,
  CodeRecord,
  ExternalIdRecord,
  OtherFactorRecord,
  PasskeyRecord,
  TotpRecord,
} from './factor-records.ts';
import type { SetUpBy } from './ids.ts';
import type { PasswordRecord } from './password-record.ts';

/** What a first sign-in set up before its session. Each member goes into the account's member of the same name. */
export interface SetUpsRecord {
  /** After an act changed a fact, the set-ups count for nothing. */
  readonly restsOn: FirstSignIn;
  /** For the log, with the session. */
  readonly events: readonly Pick<EventRecord, 'type' | 'actor' | 'method' | 'detail'>[];
  readonly email?: { readonly address: string; readonly verifiedAt: Instant; readonly setUpBy?: SetUpBy };
  readonly password?: PasswordRecord;
  readonly totp?: TotpRecord;
  readonly backupCodes?: BackupCodesRecord;
  readonly passkeys?: readonly PasskeyRecord[];
  readonly codes?: readonly CodeRecord[];
  readonly others?: readonly OtherFactorRecord[];
  readonly externalIds?: readonly ExternalIdRecord[];
  readonly providerRoles?: Readonly<Record<string, readonly string[]>>;
  readonly providerRolesAt?: Readonly<Record<string, Instant>>;
  readonly roleGains?: readonly { readonly role: string; readonly at: Instant }[];
}
