import type { DeliveredCode, Instant, Method } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { FlowReply } from './flow.ts';
import type { RefusalOf } from './refusals.ts';

/** The answer to GET /account. Instants are numbers here, and ISO strings in HTTP. */
export interface AccountView {
  readonly accountId: AccountId;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly roles: readonly string[];
  readonly factors: {
    readonly password: boolean;
    readonly totp: boolean;
    readonly emailCode: boolean;
    readonly passkeys: readonly {
      id: string;
      name: string;
      createdAt: Instant;
      lastUsedAt: Instant | null;
      deviceBound: boolean;
      aaguid: string;
    }[];
    /** The addresses for the host's codes, masked: `•••• 12`. */
    readonly codes: readonly { method: DeliveredCode; sentTo: string; enrolledAt: Instant }[];
    readonly backupCodes: { readonly remaining: number };
  };
  /** The identities of the account at providers and in the directory. */
  readonly externalIds: readonly ExternalIdView[];
  readonly recommendations: readonly { readonly code: string; readonly message: string }[];
}

/** An identity at a provider or in the directory that signs in to the account. */
export interface ExternalIdView {
  readonly provider: string;
  readonly subject: string;
  /** The address of the last assertion. */
  readonly address?: string;
  readonly linkedAt: Instant;
}

export interface AdminAccountView extends AccountView {
  readonly methods: readonly Method[] | null;
  readonly status: 'active' | 'locked' | 'blocked';
  readonly until?: Instant;
  readonly blockedReason?: string;
  readonly sessions: number;
  readonly emergency: boolean;
}

/** A device that signed in before and has a separate budget of guesses. */
export interface DeviceView {
  readonly id: string;
  /** True if this is the device of the request. */
  readonly current: boolean;
  readonly createdAt: Instant;
  /** The device's last sign-in. */
  readonly lastSeenAt: Instant;
  readonly userAgent?: string;
}

/**
 * The owner's operations on the account, in a session that `sessions.guard` or the middleware checked. The core judges each change: most
 * need recent proof at the account's strongest level (`insufficient-strength` has the demand of a step-up), and a set-up needs the gate of
 * enrollment.
 */
export interface Me {
  view(): AccountView;
  renamePasskey(id: string, name: string): Promise<AccountView | RefusalOf<'me.renamePasskey'>>;
  removePasskey(id: string): Promise<AccountView | RefusalOf<'me.removePasskey'>>;
  /** Removes a method with typed codes from the account: `removeCode('sms-code')`. */
  removeCode(method: string): Promise<AccountView | RefusalOf<'me.removeCode'>>;
  /** Unlinks the identity at a provider. */
  removeExternalId(provider: string): Promise<AccountView | RefusalOf<'me.removeExternalId'>>;
  /** Replaces the backup codes. The new codes are shown once. */
  newBackupCodes(): Promise<{ backupCodes: readonly string[] } | RefusalOf<'me.newBackupCodes'>>;
  /** Rotates and keeps this session, and ends the others. */
  changePassword(
    caller: Caller,
    input: { current?: string; next: string },
  ): Promise<FlowReply | RefusalOf<'me.changePassword'>>;
  /** Mails a link to a new address. Answers `mail-unavailable` without a mailer, and `too-many-mails` with a time. */
  requestEmail(email: string): Promise<RefusalOf<'me.requestEmail'> | undefined>;
  /** Confirms the new address by the token of its link. Both addresses get a notice. */
  confirmEmail(token: string): Promise<AccountView | RefusalOf<'me.confirmEmail'>>;
  /** The last seen first. */
  devices(caller: Caller): Promise<readonly DeviceView[]>;
  /** From then on, the device is treated like a stranger's. */
  forgetDevice(id: string): Promise<RefusalOf<'me.forgetDevice'> | undefined>;
  /** Deletes the account. */
  remove(): Promise<RefusalOf<'me.remove'> | undefined>;
}
