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
export type { PasswordRecord } from './password-record.ts';
export type { PendingCode, PendingSecret } from './pending-record.ts';
export type { AdministratorsRecord, PolicyDocument, PolicyRecord } from './policy-record.ts';
export type { PostedResponse, SamlRequestRecord } from './saml-request-record.ts';
export type { ClientMode, SessionRecord } from './session-record.ts';

/** An account. */
export interface AccountRecord {
  /** The form of the record: see {@link RECORD_SCHEMA}. */
  readonly schema: 1;
  /** The tenant of the account. */
  readonly tenant: TenantId;
  /** Unique in the tenant. */
  readonly id: AccountId;
  /** 1 at first; rises by one with each write. */
  readonly version: number;
  /**
   * Sessions and known devices of an earlier epoch are over. The epoch rises with:
   *
   * - a block
   * - a reset of the two-step verification or of all passkeys
   * - a help-in
   * - a new password: in a session, by a recovery, or by host code
   * - a sign-out everywhere
   * - the loss of factors with a gained role of administration
   * - the answer of the host that it does not know the account
   */
  readonly epoch: number;
  /** When the epoch last rose. Absent: never. A journey to a provider, or a challenge of a passkey, that began earlier opens no session. */
  readonly epochSince?: Instant;
  /** When the account was made. */
  readonly createdAt: Instant;
  /** A sign-up made the account, and nobody has signed in since. The person of the mailbox may begin the first sign-in again. */
  readonly openSignUp?: true;
  /** The account was made with an invitation, and nobody has signed in since. */
  readonly invited?: true;
  /**
   * What was set up in a first sign-in that opened no session yet: the id of the flow, and an opaque text for the factor or identity. A set-up counts in its
   * own flow alone, and goes with the proofs that began the first sign-in. The first session removes the member.
   */
  readonly unfinished?: readonly { readonly flow: string; readonly trace: string }[];
  /** Normalised, unique in the tenant. Pages show the first identifier. */
  readonly identifiers: readonly string[];
  /** The identifier with which the account was imported: its person's name in the former system. Absent: no import made the account. */
  readonly importedAs?: string;
  /** The name for the pages of administrators, as it was written. Absent: none. */
  readonly displayName?: string;
  /** The host's key for the account, unchanged, unique in the tenant (RFC 7643 §3.1). */
  readonly externalId?: string;
  /** The mailbox that receives codes. */
  readonly email?: { readonly address: string; readonly verifiedAt: Instant; readonly setUpBy?: SetUpBy };
  /** Addresses that the account lost with a gained role, the oldest first. While the account is blocked, they find the account. */
  readonly formerAddresses?: readonly string[];
  /** Random and stable, without personal data (WebAuthn L3 §14.6.1), and of this account alone: base64url of 32 bytes. */
  readonly userHandle: string;
  /** The account's own roles, or those of the host: see `rolesAt`. */
  readonly roles: readonly string[];
  /** When the host last gave the roles. Absent: the roles are kept here. */
  readonly rolesAt?: Instant;
  /** When the account gained a role after its creation. */
  readonly roleGains?: readonly { readonly role: string; readonly at: Instant }[];
  /** The ways in that the account itself allows. Absent: the account restricts none. */
  readonly methods?: readonly WayInMethod[];
  /** The strength that the account itself requires. Absent: none. */
  readonly requiredStrength?: string;
  /** A break-glass account. Default: false. */
  readonly emergency?: boolean;
  /**
   * The administration for which the account was cleared of factors set up by anyone but its owner, for each source of its roles. A factor
   * set up by an administrator after the clearing is allowed. Absent: the account was never cleared.
   */
  readonly clearedFor?: readonly RankFrom[];
  /**
   * Somebody besides the owner lowered the account's strongest level, such as an administrator by a reset. A set-up by less proof than this level
   * names this person in `setUpBy`. A clearing for a role of the policy removes the member.
   */
  readonly lowered?: Lowered;
  /**
   * `vouched`: an actor besides the owner lowered the account before the account gained a role of the policy. Only an enrollment code opens the
   * set-up of the first strong factor. Removed when the owner or host code sets a strong factor up. Absent: the policy decides.
   */
  readonly firstFactor?: 'vouched';
  /**
   * The owner disowned a sign-in. The next sign-in has to prove the strongest level of the factors from before the disowned sign-in. Any
   * factor may prove the level, and no proof from before `at` counts. That sign-in removes the member.
   */
  readonly disowned?: { readonly at: Instant; readonly signedInAt: Instant };
  /** The last sign-in of an emergency account. Proves that the account can sign in. */
  readonly emergencyUsedAt?: Instant;
  /**
   * For the policy's `dormant`. `since`: when somebody ended a block, so that the account does not count as unused from before. `warnedAt`: when the owner was told
   * of the block to come. The next sign-in removes the member.
   */
  readonly dormancy?: { readonly since?: Instant; readonly warnedAt?: Instant };
  /** Present while the account is blocked. */
  readonly block?: BlockRecord;
  /** The local password. Absent: none. */
  readonly password?: PasswordRecord;
  /**
   * The hashes of former passwords, the newest first, in the forms of {@link PasswordRecord.hash}: as many as the policy compares a new password
   * with. No view shows them. Absent: none.
   */
  readonly formerPasswords?: readonly string[];
  /** The confirmed authenticator app. Absent: none. */
  readonly totp?: TotpRecord;
  /** Factors of further methods, one of each. Absent: none. */
  readonly others?: readonly OtherFactorRecord[];
  /** A secret whose set-up began in a session. The present app keeps its secret until the person enters the first code of the new app. */
  readonly pendingSecret?: PendingSecret;
  /** All registered passkeys, in the order of registration. */
  readonly passkeys: readonly PasskeyRecord[];
  /** The identities of the account at providers and in the directory. Each identity is unique in the tenant, by {@link externalIdKey}. */
  readonly externalIds?: readonly ExternalIdRecord[];
  /**
   * Identities that the account lost: the owner or an administrator unlinked them, or they went with a gained role. At most one entry of each. A provider that stands here links no identity to the
   * account by address. An explicit link of the very identity removes its entry.
   */
  readonly unlinked?: readonly UnlinkedIdRecord[];
  /** The roles from the last sign-in at a provider or the directory, by its id. The account has these roles in addition to `roles`. */
  readonly providerRoles?: Readonly<Record<string, readonly string[]>>;
  /** When a provider, or the directory, last gave roles, by its id. */
  readonly providerRolesAt?: Readonly<Record<string, Instant>>;
  /** The addresses for the host's codes, at most one for a method. */
  readonly codes?: readonly CodeRecord[];
  /** The `setUpBy` of the envelopes in the account's vault, each once. Absent: the owner made all envelopes, or there is no vault. */
  readonly vaultOfOthers?: readonly SetUpBy[];
  /** An address whose set-up began in a session. */
  readonly pendingCode?: PendingCode;
  /** Absent: none were issued. */
  readonly backupCodes?: BackupCodesRecord;
  /** An administrator's one-time vouching. */
  readonly enrollmentCode?: {
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly by: AccountId | 'host';
    /** The code is in the mailed link of an invitation, and not for typing. */
    readonly mailed?: true;
    /** The id of the key of `hash`, as in {@link BackupCodesRecord.key}. */
    readonly key?: string;
    /** The administrator who issued the code, and everybody who acted in the administrator's session. Absent: host code issued the code. */
    readonly setUpBy?: SetUpBy;
    /** The flow in which the person entered the code. The code counts in this flow alone, until a factor is set up there or the flow ends. */
    readonly usedIn?: string;
    /** The end of the flow of `usedIn`. */
    readonly usedUntil?: Instant;
    /** The code helps its owner in, and counts in every flow without proofs from before the help-in. Absent: the code counts only where a set-up is asked for. */
    readonly helpsIn?: HelpsIn;
  };
  /** A reset link that was mailed and not used yet. */
  readonly recovery?: { readonly hash: string; readonly expiresAt: Instant };
  /** A new address that the owner has not confirmed yet. */
  readonly pendingEmail?: {
    readonly address: string;
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly setUpBy?: SetUpBy;
  };
}

/** A block of an account by an administrator or by host code. */
export interface BlockRecord {
  /** When the block began. */
  readonly at: Instant;
  /** The actor, as a text: an account id, `host` or `host:ID`. */
  readonly by: string;
  /** A policy administrator made or repeated the block: people administrators cannot end it. */
  readonly fromAbove?: true;
  /** The actor's words, for administrators. */
  readonly reason: string;
  /** The account's access at the time of the block, as the host reported it. */
  readonly exposure?: ExposureRecord;
}

/** The access of an account at one moment. */
export interface ExposureRecord {
  /** When the host listed the resources. */
  readonly asOf: Instant;
  /** The resources, in the order of the host. */
  readonly items: readonly ExposureItem[];
}

/** A resource that an account can reach, in the host's words. */
export interface ExposureItem {
  /** The host's id of the resource. */
  readonly id: string;
  /** The host's name of the resource, for people. */
  readonly label: string;
  /** The kind of access: `read`. */
  readonly access: string;
  /** The last use by the account, if the host knows it. */
  readonly lastUsedAt?: Instant;
}

/**
 * A device that signed in before. While its epoch is the account's epoch, the device has a separate budget of guesses. An account has at
 * most ten devices: beyond ten, the device that was not seen for the longest time goes. If several accounts know a device, every account
 * has a separate record.
 */
export interface DeviceRecord {
  /** The id for the owner. Reveals nothing about the token. */
  readonly id: string;
  /** The hash of the device's token. */
  readonly tokenHash: string;
  /** The account that knows the device. */
  readonly accountId: AccountId;
  /** The account's epoch at the device's last sign-in, or when the device was kept while others were forgotten. */
  readonly epoch: number;
  /** The first sign-in at the device. */
  readonly createdAt: Instant;
  /** The last sign-in at the device. */
  readonly lastSeenAt: Instant;
  /**
   * The authenticators that were proved in the sign-ins at this device. The device has a budget of its own for guesses at these
   * authenticators (`hasOwnBudget`). A write adds to the stored list (`provedWith`). A record of an older version reads as `[]`.
   */
  readonly proved: readonly string[];
  /** The `User-Agent` of the last sign-in, shortened. */
  readonly userAgent?: string;
}

/** A counter as administration sees it. */
export interface CounterView {
  /** The account's id, or the keyed hash of an unknown identifier. */
  readonly subject: string;
  /** The guessed authenticator, as in {@link AttemptAsked}. */
  readonly authenticator: string;
  /** The token hash of a known device, never empty; absent: the strangers' counter. */
  readonly device?: string;
  /** The counted guesses. The core says whether a counter is locked. */
  readonly counter: AttemptCounter;
}
