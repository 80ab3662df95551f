import type { DeliveredCode, Instant, Method } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { FlowReply } from './flow.ts';
import type { Refusal } from './refusal.ts';
import type { LiveSession } from './session.ts';

/** As GET /account answers it; instants are numbers here, ISO strings on the wire. */
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
    /** Where codes of the host's go, masked: `•••• 12`. */
    readonly codes: readonly { method: DeliveredCode; sentTo: string; enrolledAt: Instant }[];
    readonly backupCodes: { readonly remaining: number };
  };
  /** Who the account is at providers and in the directory. */
  readonly externalIds: readonly ExternalIdView[];
  readonly recommendations: readonly { readonly code: string; readonly message: string }[];
}

/** An identity at a provider or in the directory, which signs in to the account. */
export interface ExternalIdView {
  readonly provider: string;
  readonly subject: string;
  /** The address it asserted last. */
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

/** A device that signed in before and has a budget of guesses of its own. */
export interface DeviceView {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly createdAt: Instant;
  /** When it last signed in. */
  readonly lastSeenAt: Instant;
  readonly userAgent?: string;
}

/** One's own account. Each act that changes a factor is behind `recent-proof` already. */
export interface OwnAccount {
  view(session: LiveSession): AccountView;
  renamePasskey(session: LiveSession, id: string, name: string): Promise<AccountView | Refusal>;
  removePasskey(session: LiveSession, id: string): Promise<AccountView | Refusal>;
  /** `removeCode(session, 'totp')` */
  removeTotp(session: LiveSession): Promise<AccountView | Refusal>;
  /** Removes what the account has of a method whose codes are typed: `removeCode(session, 'sms-code')`. */
  removeCode(session: LiveSession, method: string): Promise<AccountView | Refusal>;
  /** Unlinks the identity at a provider. */
  removeExternalId(session: LiveSession, provider: string): Promise<AccountView | Refusal>;
  newBackupCodes(session: LiveSession): Promise<{ backupCodes: readonly string[] } | Refusal>;
  /** Keeps and rotates this session, ends the others. */
  changePassword(
    caller: Caller,
    session: LiveSession,
    input: { current?: string; next: string },
  ): Promise<FlowReply | Refusal>;
  requestEmail(session: LiveSession, email: string): Promise<Refusal | undefined>;
  confirmEmail(session: LiveSession, token: string): Promise<AccountView | Refusal>;
  /** The last seen first. */
  devices(caller: Caller, session: LiveSession): Promise<readonly DeviceView[]>;
  /** From then on it is like any stranger's. */
  forgetDevice(session: LiveSession, id: string): Promise<Refusal | undefined>;
  remove(session: LiveSession): Promise<Refusal | undefined>;
}
