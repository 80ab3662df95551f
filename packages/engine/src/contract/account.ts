import type { DeliveredCode, Instant, Method } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { FlowReply } from './flow.ts';
import type { Refusal } from './refusal.ts';
import type { LiveSession } from './session.ts';

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

/** The owner's operations on the account. The HTTP layer asks for `recent-proof` before each change of a factor. */
export interface OwnAccount {
  view(session: LiveSession): AccountView;
  renamePasskey(session: LiveSession, id: string, name: string): Promise<AccountView | Refusal>;
  removePasskey(session: LiveSession, id: string): Promise<AccountView | Refusal>;
  /** Removes a method with typed codes from the account: `removeCode(session, 'sms-code')`. */
  removeCode(session: LiveSession, method: string): Promise<AccountView | Refusal>;
  /** Unlinks the identity at a provider. */
  removeExternalId(session: LiveSession, provider: string): Promise<AccountView | Refusal>;
  newBackupCodes(session: LiveSession): Promise<{ backupCodes: readonly string[] } | Refusal>;
  /** Rotates and keeps this session, and ends the others. */
  changePassword(
    caller: Caller,
    session: LiveSession,
    input: { current?: string; next: string },
  ): Promise<FlowReply | Refusal>;
  requestEmail(session: LiveSession, email: string): Promise<Refusal | undefined>;
  confirmEmail(session: LiveSession, token: string): Promise<AccountView | Refusal>;
  /** The last seen first. */
  devices(caller: Caller, session: LiveSession): Promise<readonly DeviceView[]>;
  /** From then on, the device is treated like a stranger's. */
  forgetDevice(session: LiveSession, id: string): Promise<Refusal | undefined>;
  remove(session: LiveSession): Promise<Refusal | undefined>;
}
