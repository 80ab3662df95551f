import type { DeliveredCode, Instant, ProviderAssertion, ProviderReport } from '@sallyport/core';
import type { SetUpBy } from './ids.ts';

/**
 * RFC 6238. Sessions that rest on a factor end when its binding (`id`) is removed. `sealed` has the account as associated data. `setUpBy` is absent
 * if the owner or host code set the factor up.
 */
export interface TotpRecord {
  readonly id: string;
  readonly sealed: string;
  /** The last accepted time step: a code of it or an earlier one is used up (RFC 6238 §5.2). */
  readonly lastStep: number;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
  /** RFC 6238 §1.2. Absent: `sha1`. */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
  /** Absent: 6. */
  readonly digits?: 6 | 7 | 8;
  /** Seconds. Absent: 30. */
  readonly period?: number;
}

export interface OtherFactorRecord {
  readonly method: string;
  readonly id: string;
  readonly sealed: string;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
}

export interface ExternalIdRecord {
  readonly id: string;
  readonly method: 'sso' | 'ldap';
  readonly provider: string;
  /** Absent in a directory, and until the first sign-in of a link by an administrator. */
  readonly issuer?: string;
  /** Never changes, and never goes to another person. */
  readonly subject: string;
  /** Of the last assertion. */
  readonly address?: string;
  /** The provider did not state that the address is verified. */
  readonly addressUnverified?: true;
  /** When the person left for the provider whose answer last changed the address or the roles. An older answer changes neither. Absent: `linkedAt`. */
  readonly toldAt?: Instant;
  /** The typed identifier, if the directory cannot find entries by id. */
  readonly foundBy?: string;
  readonly linkedAt: Instant;
  /** The provider made the link by its assertion. Absent: a person in a session, or host code. */
  readonly asserted?: true;
  readonly setUpBy?: SetUpBy;
  readonly said?: ProviderAssertion;
  /** As far as a policy can count it for more than a later report: at most ten. */
  readonly reported?: readonly ProviderReport[];
}

export interface UnlinkedIdRecord {
  readonly provider: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
  readonly at: Instant;
  readonly address?: string;
  readonly addressUnverified?: true;
  /** A role of administration ended the link, and no person did. */
  readonly endedByRole?: true;
}

export interface CodeRecord {
  readonly method: DeliveredCode;
  readonly id: string;
  /** In the host's normal form. */
  readonly address: string;
  readonly enrolledAt: Instant;
  readonly setUpBy?: SetUpBy;
}

/** WebAuthn L3 §4. */
export interface PasskeyRecord {
  readonly id: string;
  readonly publicKey: string;
  /** WebAuthn L3 §6.1.1; 0 if the authenticator does not count. */
  readonly counter: number;
  /** Of the registration (WebAuthn L3 §5.8.4). */
  readonly transports: readonly string[];
  /** At most 64 characters. */
  readonly name: string;
  readonly createdAt: Instant;
  /** Absent: never used. */
  readonly lastUsedAt?: Instant;
  /** At least once (`uvInitialized`). */
  readonly userVerified: boolean;
  /** The BE flag (WebAuthn L3 §6.1.3). */
  readonly backupEligible: boolean;
  /** Unknown at the import: `true`, which vouches for less, until the first assertion. */
  readonly backupEligibleAssumed?: true;
  /** The BS flag of the last ceremony. */
  readonly backedUp: boolean;
  /** A UUID in lower case. */
  readonly aaguid: string;
  /** A verified certificate path vouches for `aaguid`. */
  readonly attested: boolean;
  /** Given by another system, base64url. Absent: the account's. */
  readonly userHandle?: string;
  /** Until the first assertion with a user handle. */
  readonly userHandleUnknown?: true;
  readonly setUpBy?: SetUpBy;
}

/** One set. Sessions that rest on it end when it is replaced. */
export interface BackupCodesRecord {
  readonly id: string;
  readonly issuedAt: Instant;
  readonly setUpBy?: SetUpBy;
  /** Of the unused codes, keyed. */
  readonly hashes: readonly string[];
  /** The id of the hashes' key. Absent: not recorded. */
  readonly key?: string;
}
