import type {
  AttemptCounter,
  DeliveredCode,
  Evidence,
  Instant,
  Milliseconds,
  PrimaryMethod,
  Provenance,
} from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

export type { EventRecord, EventType, HostActor, Tell } from './event-record.ts';
export type { AccountId, TenantId } from './ids.ts';
export type { AdministratorsRecord, PolicyDocument, PolicyRecord } from './policy-record.ts';

/**
 * An account, whole. `version` rises with every write; `epoch` with a block, a reset, a new password and signing out everywhere:
 * sessions and known devices of an earlier epoch are over.
 */
export interface AccountRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly id: AccountId;
  readonly version: number;
  readonly epoch: number;
  readonly createdAt: Instant;
  /** Normalised, unique in the tenant; the first is the one shown. */
  readonly identifiers: readonly string[];
  /** The host's own key for whose account this is, as it is, unique in the tenant (RFC 7643 §3.1). */
  readonly externalId?: string;
  /** The mailbox that takes codes. */
  readonly email?: { readonly address: string; readonly verifiedAt: Instant; readonly setUpBy?: SetUpBy };
  /** Random, stable, tells nothing (WebAuthn L3 §14.6.1): base64url of 32 bytes. */
  readonly userHandle: string;
  readonly roles: readonly string[];
  /** When the host last told the roles; absent: they are kept here. */
  readonly rolesAt?: Instant;
  /** Since when it has had those of its roles that it did not have from the first. */
  readonly roleGains?: readonly { readonly role: string; readonly at: Instant }[];
  readonly methods?: readonly PrimaryMethod[];
  readonly requiredStrength?: string;
  readonly emergency?: boolean;
  /**
   * The highest administration for which the account was cleared of what its owner did not set up. What others set up later came from
   * somebody with the right to. Absent: the account has nothing of others, or administers nothing.
   */
  readonly clearedFor?: 'people' | 'policy';
  /** When an emergency account last signed in: that it can is proved. */
  readonly emergencyUsedAt?: Instant;
  readonly block?: BlockRecord;
  readonly password?: PasswordRecord;
  readonly totp?: TotpRecord;
  /** A secret that is being set up in a session: it replaces nothing before it is confirmed. */
  readonly pendingSecret?: PendingSecret;
  readonly passkeys: readonly PasskeyRecord[];
  /** Who the account is at the providers and in the directory of the host. Each is unique in the tenant, by {@link externalIdKey}. */
  readonly externalIds?: readonly ExternalIdRecord[];
  /**
   * Identities that the owner or an administrator unlinked, at most one of each provider. A provider that stands here links no identity
   * to the account by address. An explicit link of an identity of the provider removes its entry.
   */
  readonly unlinked?: readonly UnlinkedIdRecord[];
  /** Roles that a provider or the directory told at its last sign-in, by its id. The account's own are in `roles`; it has both. */
  readonly providerRoles?: Readonly<Record<string, readonly string[]>>;
  /** When each provider, and the directory, told its roles last. */
  readonly providerRolesAt?: Readonly<Record<string, Instant>>;
  /** Where the person takes the codes that the host delivers: an address for each of its methods. */
  readonly codes?: readonly CodeRecord[];
  /** An envelope of the account's vault has a `setUpBy`. */
  readonly vaultOfOthers?: true;
  /** An address that is being set up in a session. */
  readonly pendingCode?: PendingCode;
  readonly backupCodes?: BackupCodesRecord;
  /** An administrator's one-time vouching. */
  readonly enrollmentCode?: {
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly by: AccountId | 'host';
    /** The flow in which the code was shown. The code counts in this flow alone, and until a factor is set up there. */
    readonly usedIn?: string;
  };
  /** A reset link that was mailed and not used yet. */
  readonly recovery?: { readonly hash: string; readonly expiresAt: Instant };
  /** A change of address that waits for its proof. */
  readonly pendingEmail?: {
    readonly address: string;
    readonly hash: string;
    readonly expiresAt: Instant;
    readonly setUpBy?: SetUpBy;
  };
}

/**
 * Who set up a factor, an address or a link, if that was not the account's owner or host code: an administrator's account id, or
 * `provider:ID`. An account that gains a role of administration keeps only what its owner set up.
 */
export type SetUpBy = string;

export interface BlockRecord {
  readonly at: Instant;
  readonly by: string;
  /** A policy administrator made it, or made it again: people administrators do not end it. */
  readonly fromAbove?: true;
  readonly reason: string;
  /** What the account had access to when it was blocked, as the host told it. */
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
  /** Names this binding: sessions that rest on it end when it changes. */
  readonly id: string;
  readonly hash: string;
  readonly provenance: Provenance;
  readonly changedAt: Instant;
  readonly setUpBy?: SetUpBy;
}

export interface TotpRecord {
  readonly id: string;
  /** The secret, sealed under the key ring with the account as associated data. */
  readonly sealed: string;
  /** The last time step that was accepted; a code of it or of an earlier one is spent (RFC 6238 §5.2). */
  readonly lastStep: number;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
}

/** A secret that was shown and of which no code was shown yet. */
export interface PendingSecret {
  /** The method that it is for. */
  readonly method: string;
  readonly sealed: string;
  readonly expiresAt: Instant;
}

/** An identity of the account at a provider, or in the directory. */
export interface ExternalIdRecord {
  /** Names this binding: sessions that rest on it end when it is unlinked. */
  readonly id: string;
  /** How it is proved: at a provider, or by a bind in the directory. */
  readonly method: 'sso' | 'ldap';
  readonly provider: string;
  /** Who says it; absent until the first sign-in by an identity that an administrator linked, and in a directory. */
  readonly issuer?: string;
  /** Never changes, and is never given to another. */
  readonly subject: string;
  /** The address it asserted last. */
  readonly address?: string;
  /** What was typed at the last sign-in, in a directory that finds its entries by nothing else. */
  readonly foundBy?: string;
  readonly linkedAt: Instant;
  readonly setUpBy?: SetUpBy;
  /** How the provider said the person had signed in there, the last time that it said so. */
  readonly said?: { readonly acr?: string; readonly amr?: readonly string[] };
}

/** The last identity at a provider, or in the directory, that was unlinked from an account. */
export interface UnlinkedIdRecord {
  readonly provider: string;
  readonly subject: string;
  readonly at: Instant;
}

/** An address that takes a delivered code of the host's, and that the person confirmed. */
export interface CodeRecord {
  /** `sms-code`. */
  readonly method: DeliveredCode;
  readonly id: string;
  /** As the host normalises it. */
  readonly address: string;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
}

/** An address whose code is not shown yet. */
export interface PendingCode {
  readonly method: DeliveredCode;
  readonly address: string;
  readonly hash: string;
  readonly expiresAt: Instant;
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
  /** It has verified its user at least once (`uvInitialized`). */
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
  /** Hashes of the codes that are left. */
  readonly hashes: readonly string[];
}

/** A flow's client keeps its token in a cookie or in a header; fixed when the flow opens, inherited by the session. */
export type ClientMode = 'cookie' | 'token';
/** `link`: a session's owner is at a provider, to link the identity there. `response`: where a provider's page posts its response to a journey. */
export type FlowPurpose = 'sign-in' | 'step-up' | 'recover' | 'link' | 'response';

/** A sign-in, step-up or recovery under way, or an errand at a provider. Found by the hash of its token; ended by being deleted. */
export interface FlowRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly id: string;
  readonly tokenHash: string;
  readonly version: number;
  readonly purpose: FlowPurpose;
  readonly mode: ClientMode;
  /** Whose failures are counted: the account if the identifier resolves, else the keyed hash of the identifier; `anyone` if none was typed. */
  readonly subject: string;
  /** Set if the identifier resolves; nothing is told of it before a proof. */
  readonly accountId?: AccountId;
  readonly evidence: readonly Evidence[];
  /** What the flow accepts now. An attempt at anything else is neither judged nor counted. */
  readonly accepts: readonly string[];
  /** For a step-up: the session it raises and dies with, as it was when the flow opened, and what it is raised to. */
  readonly raises?: {
    readonly session: SessionRecord;
    readonly strengths: readonly string[];
    readonly within?: Milliseconds;
  };
  /** The one live code that was sent, by whichever way. */
  readonly sentCode?: { readonly method: string; readonly hash: string; readonly expiresAt: Instant };
  readonly pendingSecret?: PendingSecret;
  readonly pendingCode?: PendingCode;
  /** For a recovery: the new password, which takes the old one's place in the commit that proves another factor. */
  readonly recovery?: { readonly passwordHash: string; readonly tokenHash: string };
  /** What it was opened for, where a directory may be asked for it. */
  readonly asked?: { readonly identifier: string; readonly method?: 'password' | 'ldap' };
  /** The provider that a session of this flow is begun at. */
  readonly begunAt?: SessionRecord['begunAt'];
  /** The one live journey to a provider. */
  readonly sso?: PendingSso;
  /** How many returns from providers failed in this flow. */
  readonly failedReturns?: number;
  /** It was opened for nobody in particular: whoever proves who they are first is its account. */
  readonly forAnyone?: true;
  /** For a link: the session whose account it is for. */
  readonly linksFor?: string;
  /** For a response: the fields that the provider's page posted, once the provider believed them, or that the person said no. */
  readonly posted?: Readonly<Record<string, string>> | 'cancelled';
  /** The host's opaque word, handed back with the grant and never earlier. */
  readonly continuation?: unknown;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  /** For a sign-in: something was tried, and if there is an account, `sign-in.started` is in the action log. */
  readonly started?: true;
}

/** What is kept until a person is back from a provider. */
export interface PendingSso {
  readonly provider: string;
  /** What comes back with the response. */
  readonly state: string;
  /** The absolute address that the provider was told to send the person back to. */
  readonly callback: string;
  /** What the provider's `begin` wants to see again. */
  readonly kept: Readonly<Record<string, string | number | boolean | null>>;
  readonly expiresAt: Instant;
}

/** A session. Opaque token, stored hashed. */
export interface SessionRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly id: string;
  readonly tokenHash: string;
  readonly version: number;
  readonly accountId: AccountId;
  /** The account's epoch when the session was made, or was kept while others ended; a session of an earlier one is over. */
  readonly epoch: number;
  readonly mode: ClientMode;
  readonly evidence: readonly Evidence[];
  /** The account's factors that proved it, by their bindings; when one goes, so does the session. */
  readonly bindings: readonly string[];
  readonly policyVersion: number;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /** Absolute end. */
  readonly expiresAt: Instant;
  /** Longest silence. */
  readonly idle: Milliseconds;
  readonly ip?: string;
  readonly userAgent?: string;
  /** The provider that it was begun at, and what that wants to be told when the person signs out. */
  readonly begunAt?: { readonly provider: string; readonly logoutHint?: string };
}

/**
 * A device that signed in before; it has a budget of its own while its epoch is the account's. At most ten an account, the
 * one not seen for longest goes. Several accounts may know the same device, each for itself.
 */
export interface DeviceRecord {
  /** What its owner names it by; tells nothing of the token. */
  readonly id: string;
  readonly tokenHash: string;
  readonly accountId: AccountId;
  /** The account's epoch when it last signed in, or was kept while others were forgotten. */
  readonly epoch: number;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly userAgent?: string;
}

/** A counter as administration sees it. */
export interface CounterView {
  readonly subject: string;
  readonly authenticator: string;
  readonly device?: string;
  readonly counter: AttemptCounter;
}
