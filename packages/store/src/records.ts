import type { AttemptCounter, DeliveredCode, Instant, PrimaryMethod, Provenance } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';
import type { PendingCode, PendingSecret } from './pending-record.ts';

export type { EventRecord, EventType, HostActor, Tell } from './event-record.ts';
export type { FlowPurpose, FlowRecord, PendingSso } from './flow-record.ts';
export type { AccountId, TenantId } from './ids.ts';
export type { PendingCode, PendingSecret } from './pending-record.ts';
export type { AdministratorsRecord, PolicyDocument, PolicyRecord } from './policy-record.ts';
export type { PostedResponse, SamlRequestRecord } from './saml-request-record.ts';
export type { ClientMode, SessionRecord } from './session-record.ts';

/**
 * An account. `version` rises with every write. `epoch` rises with a block, a reset, a new password and a sign-out everywhere, which end
 * the sessions and known devices of earlier epochs.
 */
export interface AccountRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly id: AccountId;
  readonly version: number;
  readonly epoch: number;
  readonly createdAt: Instant;
  /** Normalised, unique in the tenant. Pages show the first identifier. */
  readonly identifiers: readonly string[];
  /** The host's key for the account, unchanged, unique in the tenant (RFC 7643 §3.1). */
  readonly externalId?: string;
  /** The mailbox that receives codes. */
  readonly email?: { readonly address: string; readonly verifiedAt: Instant; readonly setUpBy?: SetUpBy };
  /** Addresses that the account lost with a gained role, the oldest first. While the account is blocked, they find the account. */
  readonly formerAddresses?: readonly string[];
  /** Random and stable, without personal data (WebAuthn L3 §14.6.1): base64url of 32 bytes. */
  readonly userHandle: string;
  readonly roles: readonly string[];
  /** When the host last gave the roles. Absent: the roles are kept here. */
  readonly rolesAt?: Instant;
  /** When the account gained a role after its creation. */
  readonly roleGains?: readonly { readonly role: string; readonly at: Instant }[];
  readonly methods?: readonly PrimaryMethod[];
  readonly requiredStrength?: string;
  readonly emergency?: boolean;
  /**
   * The highest administration for which the account was cleared of factors set up by anyone but its owner. A factor set up by an
   * administrator after the clearing is allowed. Absent: the account was never cleared.
   */
  readonly clearedFor?: 'people' | 'policy';
  /** The last sign-in of an emergency account. Proves that the account can sign in. */
  readonly emergencyUsedAt?: Instant;
  readonly block?: BlockRecord;
  readonly password?: PasswordRecord;
  readonly totp?: TotpRecord;
  /** A secret whose set-up began in a session. The secret replaces nothing before its first code is confirmed. */
  readonly pendingSecret?: PendingSecret;
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
  /** An envelope of the account's vault has a `setUpBy`. */
  readonly vaultOfOthers?: true;
  /** An address whose set-up began in a session. */
  readonly pendingCode?: PendingCode;
  readonly backupCodes?: BackupCodesRecord;
  /** An administrator's one-time vouching. */
  readonly enrollmentCode?: {
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly by: AccountId | 'host';
    /** The flow in which the person entered the code. The code counts in this flow alone, until a factor is set up there. */
    readonly usedIn?: string;
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

/**
 * The administrator's account id, or `provider:ID`, that set up a factor, an address or a link. Absent if the owner or host code set it
 * up. An account that gains a role of administration keeps only what its owner or host code set up.
 */
export type SetUpBy = string;

export interface BlockRecord {
  readonly at: Instant;
  readonly by: string;
  /** A policy administrator made or repeated the block: people administrators cannot end it. */
  readonly fromAbove?: true;
  readonly reason: string;
  /** The account's access at the time of the block, as the host reported it. */
  readonly exposure?: ExposureRecord;
}

export interface ExposureRecord {
  readonly asOf: Instant;
  readonly items: readonly ExposureItem[];
}

export interface ExposureItem {
  readonly id: string;
  readonly label: string;
  readonly access: string;
  readonly lastUsedAt?: Instant;
}

export interface PasswordRecord {
  /** The id of this binding: sessions that rest on it end when the password changes. */
  readonly id: string;
  readonly hash: string;
  readonly provenance: Provenance;
  readonly changedAt: Instant;
  readonly setUpBy?: SetUpBy;
}

export interface TotpRecord {
  readonly id: string;
  /** The secret, sealed by the key ring with the account as associated data. */
  readonly sealed: string;
  /** The last accepted time step. A code of this or an earlier time step is used up (RFC 6238 §5.2). */
  readonly lastStep: number;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
}

/** An identity of the account at a provider, or in the directory. */
export interface ExternalIdRecord {
  /** The id of this binding: sessions that rest on it end when the identity is unlinked. */
  readonly id: string;
  /** The kind of proof: single sign-on at a provider, or a bind in the directory. */
  readonly method: 'sso' | 'ldap';
  readonly provider: string;
  /** The issuer. Absent in a directory, and for an identity that an administrator linked, until the identity's first sign-in. */
  readonly issuer?: string;
  /** Never changes, and never goes to another person. */
  readonly subject: string;
  /** The address of the last assertion. */
  readonly address?: string;
  /** The provider did not state that the address is verified. */
  readonly addressUnverified?: true;
  /** The identifier that the person typed at the last sign-in, if the directory cannot find entries by id. */
  readonly foundBy?: string;
  readonly linkedAt: Instant;
  readonly setUpBy?: SetUpBy;
  /** The last `acr` and `amr` of the provider. */
  readonly said?: { readonly acr?: string; readonly amr?: readonly string[] };
}

/** An identity at a provider, or in the directory, that an account lost. */
export interface UnlinkedIdRecord {
  readonly provider: string;
  readonly subject: string;
  readonly at: Instant;
  /** The address of the identity's last assertion. */
  readonly address?: string;
  /** The provider did not state that the address is verified. */
  readonly addressUnverified?: true;
}

/** An address for codes that the host delivers, confirmed by the person. */
export interface CodeRecord {
  /** `sms-code`. */
  readonly method: DeliveredCode;
  readonly id: string;
  /** The address in the host's normal form. */
  readonly address: string;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
}

/** A registered passkey: the credential record of WebAuthn L3 §4. */
export interface PasskeyRecord {
  /** The credential id, base64url. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt?: Instant;
  /** The authenticator verified its user at least once (`uvInitialized`). */
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly aaguid: string;
  readonly attested: boolean;
  readonly setUpBy?: SetUpBy;
}

export interface BackupCodesRecord {
  readonly id: string;
  readonly issuedAt: Instant;
  readonly setUpBy?: SetUpBy;
  /** Hashes of the unused codes. */
  readonly hashes: readonly string[];
}

/**
 * A device that signed in before. While its epoch is the account's epoch, the device has a separate budget of guesses. An account has at
 * most ten devices: beyond ten, the device that was not seen for the longest time goes. If several accounts know a device, every account
 * has a separate record.
 */
export interface DeviceRecord {
  /** The id for the owner. Reveals nothing about the token. */
  readonly id: string;
  readonly tokenHash: string;
  readonly accountId: AccountId;
  /** The account's epoch at the device's last sign-in, or when the device was kept while others were forgotten. */
  readonly epoch: number;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /**
   * The authenticators that were proved in the sign-ins at this device. The device has a budget of its own for guesses at these
   * authenticators (`hasOwnBudget`). A write adds to the stored list (`provedWith`). A record of an older version reads as `[]`.
   */
  readonly proved: readonly string[];
  readonly userAgent?: string;
}

/** A counter as administration sees it. */
export interface CounterView {
  readonly subject: string;
  readonly authenticator: string;
  readonly device?: string;
  readonly counter: AttemptCounter;
}
