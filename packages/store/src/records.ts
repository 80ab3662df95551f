import type { AttemptCounter, HelpsIn, Instant, Lowered, RankFrom, WayInMethod } from '@sallyport/core';
import type {
  BackupCodesRecord,
  CodeRecord,
  ExternalIdRecord,
  OtherFactorRecord,
  PasskeyRecord,
  TotpRecord,
  UnlinkedIdRecord,
} from './factor-records.ts';
import type { AccountId, SetUpBy, TenantId } from './ids.ts';
import type { PasswordRecord } from './password-record.ts';
import type { PendingCode, PendingSecret } from './pending-record.ts';

export type { EventRecord, EventType, HostActor, Recipients } from './event-record.ts';
export type {
  BackupCodesRecord,
  CodeRecord,
  ExternalIdRecord,
  OtherFactorRecord,
  PasskeyRecord,
  TotpRecord,
  UnlinkedIdRecord,
} from './factor-records.ts';
export type { FlowPurpose, FlowRecord, LinkBeginning, PendingSso } from './flow-record.ts';
export type { AccountId, SetUpBy, TenantId } from './ids.ts';
export type { MembershipRecord, OrganisationRecord } from './organisation-record.ts';
export type { PasswordRecord } from './password-record.ts';
export type { PendingCode, PendingSecret } from './pending-record.ts';
export type { AdministratorsRecord, PolicyDocument, PolicyRecord, PolicyShadow } from './policy-record.ts';
export type { PostedResponse, SamlRequestRecord } from './saml-request-record.ts';
export type { ClientMode, SessionRecord } from './session-record.ts';
export type { SetUpsRecord } from './set-ups-record.ts';

export interface AccountRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly id: AccountId;
  /** From 1, rises with each write. */
  readonly version: number;
  /**
   * Sessions and known devices of an earlier epoch are over. Rises with a block, a reset, a help-in, a new password, a sign-out everywhere, and lost
   * factors.
   */
  readonly epoch: number;
  /** A journey or challenge that began before opens no session. */
  readonly epochSince?: Instant;
  readonly createdAt: Instant;
  /** Made by a sign-up, and nobody has signed in since. */
  readonly openSignUp?: true;
  /** Made with an invitation, and nobody has signed in since. */
  readonly invited?: true;
  /** Normalised, unique in the tenant, the shown one first. */
  readonly identifiers: readonly string[];
  /** The name in the former system. */
  readonly importedAs?: string;
  /**
   * `by`: the actor of the import. `version`: as its last run left the account. A higher version: somebody changed the account since. `unblocked`: somebody
   * ended a block.
   */
  readonly imported?: { readonly by: string; readonly version: number; readonly unblocked?: true };
  readonly displayName?: string;
  /** The host's key, unique in the tenant (RFC 7643 §3.1). */
  readonly externalId?: string;
  readonly email?: { readonly address: string; readonly verifiedAt: Instant; readonly setUpBy?: SetUpBy };
  /** Lost with a gained role, the oldest first. They find a blocked account. */
  readonly formerAddresses?: readonly string[];
  /** Random, without personal data (WebAuthn L3 §14.6.1): base64url of 32 bytes. */
  readonly userHandle: string;
  /** Own roles, or the host's: see `rolesAt`. */
  readonly roles: readonly string[];
  readonly rolesAt?: Instant;
  readonly roleGains?: readonly { readonly role: string; readonly at: Instant }[];
  readonly methods?: readonly WayInMethod[];
  readonly requiredStrength?: string;
  readonly emergency?: boolean;
  /** The administration for which factors set up by others were cleared, by source of the roles. Later ones are allowed. */
  readonly clearedFor?: readonly RankFrom[];
  /** Somebody else lowered the strongest level: a set-up by less proof names this person in `setUpBy`. */
  readonly lowered?: Lowered;
  /** Only an enrollment code opens the set-up of the first strong factor, until the owner or host code sets one up. */
  readonly firstFactor?: 'vouched';
  /** The next sign-in has to prove the strongest level from before, with no proof from before `at`, and removes the member. */
  readonly disowned?: { readonly at: Instant; readonly signedInAt: Instant };
  /** Proves that an emergency account can sign in. */
  readonly emergencyUsedAt?: Instant;
  /** `since`: the end of a block. `warnedAt`: the owner was told of the block to come. The next sign-in removes the member. */
  readonly dormancy?: { readonly since?: Instant; readonly warnedAt?: Instant };
  readonly block?: BlockRecord;
  readonly password?: PasswordRecord;
  /** The newest first, in the forms of {@link PasswordRecord.hash}. No view shows them. */
  readonly formerPasswords?: readonly string[];
  readonly totp?: TotpRecord;
  readonly others?: readonly OtherFactorRecord[];
  /** Begun in a session. The present app works until the new app's first code. */
  readonly pendingSecret?: PendingSecret;
  readonly passkeys: readonly PasskeyRecord[];
  /** Credential ids that first sign-ins registered, the newest last. They find the account, so that nobody calls them unknown, and sign nobody in. */
  readonly openPasskeys?: readonly string[];
  /** Unique in the tenant, by {@link externalIdKey}. */
  readonly externalIds?: readonly ExternalIdRecord[];
  /** Lost identities, one entry of each. Such a provider links no identity by address; an explicit link removes the entry. */
  readonly unlinked?: readonly UnlinkedIdRecord[];
  /** By the id of a provider or directory, from the last sign-in there, in addition to `roles`. */
  readonly providerRoles?: Readonly<Record<string, readonly string[]>>;
  readonly providerRolesAt?: Readonly<Record<string, Instant>>;
  readonly codes?: readonly CodeRecord[];
  /** Of the vault's envelopes, each once. */
  readonly vaultOfOthers?: readonly SetUpBy[];
  readonly pendingCode?: PendingCode;
  /** Absent: none were issued. */
  readonly backupCodes?: BackupCodesRecord;
  /** An administrator's one-time vouching. */
  readonly enrollmentCode?: {
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly by: AccountId | 'host';
    /** In an invitation's link, and not for typing. */
    readonly mailed?: true;
    /** As in {@link BackupCodesRecord.key}. */
    readonly key?: string;
    /** With everybody who acted in the administrator's session. Absent: host code. */
    readonly setUpBy?: SetUpBy;
    /** The flow where the code was entered: it counts there alone. */
    readonly usedIn?: string;
    readonly usedUntil?: Instant;
    /** In every flow without proofs from before the help-in. Absent: only where a set-up is asked for. */
    readonly helpsIn?: HelpsIn;
  };
  readonly recovery?: { readonly hash: string; readonly expiresAt: Instant };
  readonly pendingEmail?: {
    readonly address: string;
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly setUpBy?: SetUpBy;
  };
}

export interface BlockRecord {
  readonly at: Instant;
  /** An account id, `host` or `host:ID`. */
  readonly by: string;
  /** People administrators cannot end it. */
  readonly fromAbove?: true;
  readonly reason: string;
  readonly exposure?: ExposureRecord;
}

export interface ExposureRecord {
  readonly asOf: Instant;
  readonly items: readonly ExposureItem[];
}

/** In the host's words. */
export interface ExposureItem {
  readonly id: string;
  readonly label: string;
  readonly access: string;
  readonly lastUsedAt?: Instant;
}

/** Has a budget of guesses while its epoch is the account's. Each account that knows the device has a record. */
export interface DeviceRecord {
  readonly id: string;
  readonly tokenHash: string;
  readonly accountId: AccountId;
  /** At its last sign-in, or when kept while others were forgotten. */
  readonly epoch: number;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /** In its sign-ins: own budgets for these (`hasOwnBudget`). A write adds (`provedWith`). Older records: `[]`. */
  readonly proved: readonly string[];
  readonly userAgent?: string;
}

export interface CounterView {
  /** The account's id, or the keyed hash of an unknown identifier. */
  readonly subject: string;
  readonly authenticator: string;
  /** Never empty. Absent: strangers. */
  readonly device?: string;
  readonly counter: AttemptCounter;
}
